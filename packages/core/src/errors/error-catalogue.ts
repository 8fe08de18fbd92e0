/** Exit codes of the command line; docs/reference/exit-codes.md is generated from this table. */
export const EXIT = { clean: 0, found: 1, usage: 2, unknown: 3, bug: 70, interrupted: 130 } as const;

interface CatalogueEntry {
  readonly title: string;
  readonly meaning: string;
  readonly next: string;
  readonly exitCode: number;
}

const entry = (title: string, meaning: string, next: string, exitCode: number = EXIT.usage): CatalogueEntry => ({
  title,
  meaning,
  next,
  exitCode,
});

/** Every error that a person can meet, by its stable code. `scanclash show SC-RULE-004` prints an entry. */
export const ERROR_CATALOGUE = {
  'SC-USE-001': entry('No such id', 'Nothing has this id.', 'List what there is: scanclash list scenarios'),
  'SC-USE-002': entry(
    'Nothing selected',
    'The selection is empty; an empty run is never green.',
    'Widen the selection, or list what there is.',
  ),
  'SC-USE-003': entry('Wrong use', 'An option or an argument is not understood.', 'See --help of the command.'),
  'SC-USE-004': entry(
    'No such target',
    'A target is a path, a scheme (sim:…) or - for NDJSON.',
    'See scanclash check --help',
  ),
  'SC-USE-005': entry(
    'Output exists',
    'The file to write is there already; nothing is overwritten.',
    'Name another file, or remove it.',
  ),
  'SC-USE-006': entry(
    'Not agreed',
    'The option writes on a host or raises alarms there. Nothing was done.',
    'Say --yes once everybody who has to know of it does.',
  ),
  'SC-YAML-001': entry('Broken YAML', 'The file is no valid YAML.', 'Mend the syntax at the place named.'),
  'SC-YAML-002': entry(
    'Wrong shape',
    'A field is missing, unknown, or of the wrong type.',
    'docs/schemas describes every field: rule.schema.json, scenario.schema.json, waivers.schema.json.',
  ),
  'SC-RULE-001': entry(
    'Broken expression',
    'The expression is no valid CEL.',
    'Mend the expression at the place named.',
  ),
  'SC-RULE-002': entry(
    'Wrong type in an expression',
    'The parts of the expression do not fit together.',
    'List facts with their types: scanclash list facts',
  ),
  'SC-RULE-003': entry(
    'Unknown function',
    'No product offers such a function.',
    'List functions: scanclash list functions',
  ),
  'SC-RULE-004': entry('Unknown fact', 'No product offers such a fact.', 'List facts: scanclash list facts'),
  'SC-RULE-005': entry('Rule too costly', 'The rule took more steps than allowed.', 'Simplify nested exists/all.'),
  'SC-RULE-006': entry(
    'Example failed',
    'An example of a rule did not come out as it says.',
    'Mend the rule or the example.',
    EXIT.found,
  ),
  'SC-RULE-007': entry(
    'Unknown fix or scenario',
    'The rule names a fix or scenario that is not there.',
    'List them: scanclash list fixes',
  ),
  'SC-RULE-070': entry(
    'Rule failed',
    'The rule used a value in a way that cannot work (an absent fact without has()). A bug of the rule.',
    'Guard the fact with has().',
    EXIT.bug,
  ),
  'SC-SCEN-001': entry(
    'Unknown stimulus',
    'No product offers such a stimulus.',
    'List stimuli: scanclash list stimuli',
  ),
  'SC-SCEN-002': entry('Unknown setting', 'No product has such a setting.', 'List settings: scanclash list settings'),
  'SC-SCEN-003': entry(
    'Wrong value',
    'The value does not fit the setting, stimulus or assumption.',
    'See scanclash show <setting>',
  ),
  'SC-SCEN-004': entry(
    'Unknown behaviour',
    'No product has such a behaviour or assumption.',
    'List behaviours: scanclash list behaviours',
  ),
  'SC-SCEN-005': entry(
    'Unknown world, host or product',
    'The scenario names something that its world does not hold.',
    'See scanclash show <scenario>',
  ),
  'SC-SCEN-006': entry(
    'Fix not applicable',
    'The fix cannot be rendered for this host, or not be executed on it before it boots.',
    'See scanclash show <fix>',
  ),
  'SC-SCEN-007': entry(
    'No such place',
    'A setting names a folder that the simulated host cannot hold.',
    'Name a folder on one of its drives: scanclash show <world>',
  ),
  'SC-FACT-001': entry(
    'Broken fact',
    'The value is no fact of this name.',
    'List facts with their types: scanclash list facts',
  ),
  'SC-FACT-002': entry(
    'Broken NDJSON',
    'A line of the input is no JSON object of facts.',
    'Each line is one host: {"host":{"name":"MAIL01"},"virusscan":{…}}',
  ),
  'SC-REG-001': entry(
    'Broken .reg file',
    'The registry export cannot be read.',
    'Export it again: reg export KEY FILE /y',
  ),
  'SC-BUN-001': entry(
    'No bundle',
    'The path is neither a bundle folder nor a bundle zip.',
    'Make one: scanclash collect TARGET -o FILE.zip',
  ),
  'SC-BUN-002': entry(
    'Broken manifest',
    'manifest.json cannot be understood.',
    'Collect again; docs/bundle.md describes the format.',
  ),
  'SC-BUN-003': entry(
    'Unsafe bundle',
    'The archive tries to leave its folder, is too large, or holds what no bundle holds. Nothing was unpacked.',
    'Do not trust this file.',
  ),
  'SC-BUN-004': entry(
    'Damaged answer',
    'An answer does not match the hash in the manifest.',
    'Collect again; the fact is unknown until then.',
  ),
  'SC-WAIVE-001': entry(
    'Expired waiver',
    'A finding was accepted until a day that is over. It counts again, and the check fails until the waiver is gone.',
    'Mend what was waived, or have it accepted for longer.',
    EXIT.found,
  ),
  'SC-WAIVE-002': entry(
    'Unused waiver',
    'Its rule was judged on its host, and there is nothing to accept.',
    'Take the waiver out.',
    EXIT.clean,
  ),
  'SC-PROBE-001': entry(
    'Left behind',
    'A folder of a probe could not be removed again: a scanner or a program holds what is in it.',
    'Remove it by hand: rmdir /s /q FOLDER',
    EXIT.clean,
  ),
  'SC-SIM-001': entry(
    'Bound reached',
    'The simulated world did more than it is allowed to.',
    'See the last events; raise the bound if the world is right.',
    EXIT.unknown,
  ),
  'SC-HOST-001': entry(
    'Host not reached',
    'No answer from the host.',
    'Check the address; or check a bundle collected on the host: scanclash collect --script -o collector.cmd',
    EXIT.unknown,
  ),
  'SC-HOST-002': entry(
    'Host not identified',
    'The host could not prove that it is the one that was meant. It was told no secret and asked nothing.',
    'Compare its fingerprint on the host itself. Then, for ssh, put the key into known_hosts or give it: --host-key SHA256:…; for WinRM give the certificate: --certificate SHA256:…',
    EXIT.unknown,
  ),
  'SC-HOST-003': entry(
    'Login refused',
    'The host lets nobody in by what was offered, or takes only what is not supported: Kerberos.',
    'ssh takes an agent, a key or a password (docs/guides/checking-over-ssh.md), WinRM a password by NTLM or basic authentication (docs/guides/asking-over-winrm.md). Where neither helps, check a bundle collected on the host.',
    EXIT.unknown,
  ),
  'SC-HOST-004': entry(
    'Host read in part',
    'It stopped answering, a limit was reached, or it is no Windows host. What was read counts; the rest is unknown.',
    'See the reason of each question: scanclash check TARGET --format json; raise a limit: --limit NAME=VALUE',
    EXIT.unknown,
  ),
  'SC-EPO-001': entry(
    'ePO server not reached',
    'There is no connection to the server, or it broke off; the message says in which phase.',
    'Check address and port (that of the console, usually 8443), and whether the server runs.',
    EXIT.unknown,
  ),
  'SC-EPO-002': entry(
    'Not the server that was meant',
    'The certificate is neither the pinned one nor trusted. Nothing was sent, no password either.',
    'Compare the fingerprint with the one that the server itself shows; pin it: --certificate SHA256:…',
    EXIT.unknown,
  ),
  'SC-EPO-003': entry(
    'Login refused',
    'The server takes neither this user nor this password.',
    'The user is one of the ePO console; an account is locked after some wrong passwords.',
    EXIT.unknown,
  ),
  'SC-EPO-004': entry(
    'Answer not understood',
    'The server answered something that no ePO server is known to answer, or an error of its own.',
    'The message says in which phase, and what; scanclash knows ePO 4.6 to 5.10.',
    EXIT.unknown,
  ),
  'SC-EPO-005': entry(
    'Limit reached',
    'An answer took too long, or was too large; reading was given up.',
    'Check fewer systems at a time: --host NAME',
    EXIT.unknown,
  ),
  'SC-EPO-006': entry(
    'Command not offered',
    'The server does not offer what is needed to this user.',
    'Give the user the permission to see systems, policies and queries.',
    EXIT.unknown,
  ),
} as const satisfies Record<string, CatalogueEntry>;

export type ErrorCode = keyof typeof ERROR_CATALOGUE;
