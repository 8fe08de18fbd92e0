import { didYouMean, ScanclashError } from '@scanclash/core';
import type { CommanderError } from 'commander';

const COMMANDS = ['check', 'collect', 'run', 'list', 'show', 'rules', 'tour'];

/** What commander says of a wrong command line, with its suggestion as the hint. */
export function usageError({ message, code }: CommanderError, argv: readonly string[]): ScanclashError {
  const help = helpCommand(argv);
  if (code === 'commander.help')
    return new ScanclashError('SC-USE-003', `${help.replace(' --help', '')} needs a command`, { hint: `See ${help}` });
  const [problem = '', ...more] = message.replace(/^error: /, '').split('\n');
  const suggestion = /Did you mean (?:one of )?(.*)\?/.exec(more.join(' '))?.[1];
  if (suggestion !== undefined) {
    const meant = suggestion.split(', ').map((word) => `"${word}"`);
    return new ScanclashError('SC-USE-003', problem, { hint: `Did you mean ${meant.join(' or ')}?` });
  }
  const command = commandOf(argv) ?? '';
  const hint =
    code === 'commander.unknownCommand' && !COMMANDS.includes(command)
      ? (didYouMean(command, COMMANDS) ?? `Commands: ${COMMANDS.join(', ')}`)
      : `See ${help}`;
  return new ScanclashError('SC-USE-003', problem, { hint });
}

/** The help that belongs to a command line. */
export function helpCommand(argv: readonly string[]): string {
  const command = commandOf(argv);
  return command === undefined || !COMMANDS.includes(command) ? 'scanclash --help' : `scanclash ${command} --help`;
}

const commandOf = (argv: readonly string[]): string | undefined => argv.find((word) => !word.startsWith('-'));
