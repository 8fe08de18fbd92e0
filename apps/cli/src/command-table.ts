import { Command, InvalidArgumentError, Option } from 'commander';
import { HELP } from './help-text.ts';
import type { Io } from './io.ts';
import type { Session } from './session.ts';
import { VERSION } from './version.ts';

/** What a command does with its arguments and options; it returns the exit code. */
export type Perform = (
  session: Session,
  words: readonly string[],
  options: Readonly<Record<string, unknown>>,
) => Promise<number>;

/** What begins before a command is loaded, as that takes its time. */
export type Prepare = (io: Io, words: readonly string[], options: Readonly<Record<string, unknown>>) => void;

/** Turns a command, loaded when it is called, into what commander calls. */
export type Performer = (
  load: () => Promise<Perform>,
  prepare?: () => Promise<Prepare>,
) => (...parameters: unknown[]) => Promise<void>;

/** Every command with its arguments and options. */
export function describeCommands(perform: Performer): Command {
  const program = new Command('scanclash')
    .option('--format <name[:path]>', 'pretty or json; to a file where a path is given; repeatable', collect)
    .option('--seed <n>', 'luck of simulated worlds: same seed, same bytes', seed, 1)
    .option('--no-progress', 'no progress on stderr')
    .version(VERSION, '--version', 'the version of scanclash')
    .helpOption('-h, --help', 'this help')
    .helpCommand(false);
  program.helpInformation = () => HELP;

  const check = program
    .command('check')
    .summary('what is wrong with the settings of a host, why, and which fix')
    .argument(
      '<target...>',
      'ssh://USER@HOST[:PORT], winrm://USER@HOST, local, epo://USER@HOST:8443, bundle folder or zip, sim:THEME/NAME[@ARM][#HOST], or - for NDJSON on stdin',
    )
    .option('--given <fact=value>', 'a fact that you saw yourself: [HOST:]NAMESPACE.PATH=VALUE; repeatable', collect)
    .option('--assume <name=value>', 'another value for an assumption of a simulated target; repeatable', collect)
    .option('--rule <id>', 'only these rules; * stands for anything; repeatable', collect)
    .option('--rules <folder>', 'rules of your own, added to the built-in ones; repeatable', collect)
    .option('--no-builtin', 'without the built-in rules')
    .option('--host <name>', 'only this host of the targets; repeatable', collect)
    .option('--at <time>', 'play simulated targets until then instead of to their end: 30m, 2h')
    .option(
      '--smtp <host>',
      'connect to this SMTP server, HOST[:PORT], and tell how far that comes; repeatable',
      collect,
    )
    .option('--any-certificate', 'take any certificate of an ePO server: whoever stands between can read the password')
    .option('--probe', 'write test files below excluded folders, the only proof that exclusions hold; needs --yes')
    .option('--yes', 'agree to what --probe does: it raises alarms')
    .option('--waivers <file>', 'findings that somebody accepts until a day; repeatable', collect)
    .option('--fail-on <severity>', 'exit code 1 from this severity up: info, low, medium, high, critical', 'high')
    .addHelpText(
      'after',
      examples(
        'scanclash check sim:mail-flow/port25-blocks-modusmail@fix-rule-off --fail-on low',
        'scanclash check customer.zip',
        'scanclash check ssh://admin@mail01 ssh://admin@mail02 --ask-password',
        'scanclash check epo://auditor@epo01.example.com:8443 --given "*:virusscan.mcShieldRunning=true"',
        'scanclash check customer.zip --given virusscan.version=8.0i --rule "mcafee-virusscan/*"',
        'echo \'{"host":{"name":"MAIL01"},"modus":{"$absent":true}}\' | scanclash check -',
      ),
    )
    .action(perform(async () => (await import('./commands/check.ts')).check));
  reachHosts(check);

  const collectCommand = program
    .command('collect')
    .summary('the answers of a host as a bundle; judges nothing')
    .argument(
      '[target]',
      'ssh://USER@HOST[:PORT], winrm://USER@HOST, local, sim:THEME/NAME[@ARM][#HOST], or the folder that a collector script made',
    )
    .requiredOption('-o, --output <file>', 'the bundle or script to write; an existing file is never overwritten')
    .option('--script', 'instead of asking a host, write a batch file that asks the host it is started on')
    .option('--assume <name=value>', 'another value for an assumption of a simulated target; repeatable', collect)
    .option('--host <name>', 'only this host; repeatable', collect)
    .option('--at <time>', 'play a simulated target until then instead of to its end: 30m, 2h')
    .addHelpText(
      'after',
      examples(
        'scanclash collect sim:mail-flow/port25-blocks-modusmail#MAIL01 -o mail01.zip',
        'scanclash collect --script -o collector.cmd',
        'scanclash collect scanclash-MAIL01 -o mail01.zip',
      ),
    )
    .action(perform(async () => (await import('./commands/collect.ts')).collect));
  reachHosts(collectCommand);

  program
    .command('run')
    .summary('plays failures, their fixes and fixes that do not work')
    .argument('[scenario...]', 'ids, themes (mail-flow) or patterns (mail-flow/*); every scenario where none is given')
    .option('--arm <id>', 'only these arms: broken, fix-*, ...; repeatable', collect)
    .option('--set <setting=value>', 'another setting: [HOST:]NAMESPACE.PATH=VALUE; repeatable', collect)
    .option('--assume <name=value>', 'another value for an assumption or mechanism; repeatable', collect)
    .option('--trace <file>', 'the trace of the one arm played, as JSON lines; - prints it for people')
    .addHelpText(
      'after',
      examples(
        'scanclash run',
        'scanclash run mail-flow/port25-blocks-modusmail --arm broken --trace -',
        'scanclash run mail-flow/port25-blocks-modusmail --arm broken --set virusscan.portRules.massMailing.block=false',
      ),
    )
    .action(
      perform(
        async () => (await import('./commands/run.ts')).run,
        async () => (await import('./run/prepare-run.ts')).prepareRun,
      ),
    );

  program
    .command('list')
    .summary('what there is of a kind')
    .argument(
      '<kind>',
      'scenarios, rules, products, fixes, facts, settings, behaviours, stimuli, observables, functions, worlds, errors',
    )
    .argument('[filter]', 'only ids and titles that contain this')
    .addHelpText('after', examples('scanclash list scenarios', 'scanclash list facts virusscan'))
    .action(perform(async () => (await import('./commands/list.ts')).list));

  program
    .command('show')
    .summary('the page of any id or error code')
    .argument('<id>', 'an id of scanclash list, or an error code')
    .addHelpText(
      'after',
      examples(
        'scanclash show mail-flow/port25-blocks-modusmail',
        'scanclash show virusscan.portRules.massMailing.block',
        'scanclash show SC-RULE-004',
      ),
    )
    .action(perform(async () => (await import('./commands/show.ts')).show));

  const rules = program
    .command('rules')
    .summary('your own rules, and ours')
    .helpCommand(false)
    .addHelpText('after', examples('scanclash rules test', 'scanclash rules test --rules my-rules'));
  rules
    .command('test')
    .summary('runs the examples that rules carry')
    .argument('[id...]', 'rules; * stands for anything; every rule where none is given')
    .option(
      '--rules <folder>',
      'rules of your own, <product>/<name>.yaml, instead of the built-in ones; repeatable',
      collect,
    )
    .addHelpText('after', examples('scanclash rules test', 'scanclash rules test --rules my-rules'))
    .action(perform(async () => (await import('./commands/rules-test.ts')).rulesTest));

  program
    .command('tour')
    .summary('plays everything, then checks a broken host and a bundle')
    .addHelpText('after', examples('scanclash tour'))
    .action(
      perform(
        async () => (await import('./commands/tour.ts')).tour,
        async () => (await import('./run/prepare-run.ts')).prepareRun,
      ),
    );
  return program;
}

/** How real hosts are reached; secrets are no options, because command lines are seen by others. */
function reachHosts(command: Command): void {
  command
    .option(
      '--identity <file>',
      'private key to log in with; an agent and ~/.ssh are used by themselves; repeatable',
      collect,
    )
    .option('--ask-password', 'ask for the password; else SCANCLASH_SSH_PASSWORD, where it is set')
    .option('--password-fd <n>', 'read the password from this descriptor')
    .option('--jump <host>', 'reach ssh targets through [USER@]HOST[:PORT]')
    .option('--known-hosts <file>', 'keys that hosts are known by, instead of the usual files; repeatable', collect)
    .option('--host-key <fingerprint>', 'the key of a host: [HOST=]SHA256:...; repeatable', collect)
    .option('--insecure-host-key', 'take any host for the right one; the report says so')
    .option(
      '--certificate <sha256>',
      'the one certificate of an ePO server or a WinRM host that is taken: SHA256:AB:CD:...',
    )
    .option('--auth <way>', 'log in to WinRM by ntlm or basic only; else by what the host offers, ntlm first')
    .option('--plain-http', 'WinRM without HTTPS: password and answers can be read on the way')
    .option('--no-temp', 'write nothing on hosts: registry exports stay unread')
    .option(
      '--limit <name=value>',
      'bounds for connect, question, host, run (30s, 5m), answer, answers of a host (10MB); repeatable',
      collect,
    )
    .addOption(new Option('--concurrency <n>', 'real hosts read at the same time').argParser(howMany).default(8));
}

function howMany(word: string): number {
  if (/^[1-9]\d{0,2}$/.test(word)) return Number(word);
  throw new InvalidArgumentError('From 1 to 999.');
}

const collect = (word: string, words: readonly string[] = []): readonly string[] => [...words, word];

function seed(word: string): number {
  const number = Number(word);
  if (/^\d+$/.test(word) && number <= 0xffffffff) return number;
  throw new InvalidArgumentError('A seed is an integer from 0 to 4294967295.');
}

/** The first example is the next step: it works without anything else. */
const examples = (...lines: readonly string[]): string =>
  `\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}\n\nNext: ${lines[0]}`;
