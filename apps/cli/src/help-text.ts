import { VERSION } from './version.ts';

/** `scanclash --help`: by what people come with, not by the alphabet. */
export const HELP = `scanclash ${VERSION}: why the anti-virus breaks the mail server, and what mends it.

Usage: scanclash COMMAND [ARGUMENTS] [OPTIONS]      scanclash COMMAND --help says more

Ticket: a host with a problem
  check TARGET...            what is wrong with the settings of a host, why, and which fix
  collect TARGET -o ZIP      the answers of a host as a bundle; judges nothing
  collect --script -o CMD    a batch file that reads a host with nothing installed
  e.g. scanclash check customer.zip --given virusscan.version=8.0i
       scanclash check sim:mail-flow/port25-blocks-modusmail#MAIL01

Proof: what settings do
  run [SCENARIO...]          plays failures, their fixes and fixes that do not work; all of them by itself
  list KIND [FILTER]         scenarios, rules, products, fixes, facts, settings, behaviours, errors, ...
  show ID                    the page of any id or error code
  e.g. scanclash run mail-flow --seed 7
       scanclash show SC-RULE-004

Rules: your own, and ours
  rules test [ID...]         runs the examples that rules carry
  e.g. scanclash rules test --rules my-rules

First steps
  tour                       plays everything, then checks a broken host and a bundle

Everywhere
  --format NAME[:PATH]       pretty (default) or json, to a file where a path is given; repeatable
  --seed N                   the luck of simulated worlds (default 1): same seed, same bytes
  --no-progress              no progress on stderr
  --version, --help
Targets: ssh://USER@HOST, winrm://USER@HOST, local, epo://USER@HOST, a bundle (folder or zip),
         sim:THEME/NAME[@ARM][#HOST], - for NDJSON
Exit codes: 0 clean, 1 found, 2 wrong use, 3 unknown, 70 our bug, 130 interrupted

Next: scanclash tour
`;
