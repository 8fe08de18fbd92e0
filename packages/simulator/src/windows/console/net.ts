import { type ConsoleProgram, notModelled } from './console-program.ts';
import { netStart, netStop } from './net-service.ts';
import { netFile, netSession } from './net-session.ts';
import { netShare } from './net-share.ts';
import { netUse } from './net-use.ts';

const commands: Readonly<Record<string, ConsoleProgram>> = {
  file: netFile,
  files: netFile,
  session: netSession,
  sessions: netSession,
  share: netShare,
  start: netStart,
  stop: netStop,
  use: netUse,
};

/** `net`, by its subcommands. Success is exit code 0, every failure 2. */
export const net: ConsoleProgram = (invocation, done) => {
  const [command = '', ...rest] = invocation.args;
  const inner = commands[command.toLowerCase()];
  if (inner === undefined) return done(notModelled(`net ${invocation.args.join(' ')}`));
  inner({ ...invocation, args: rest }, done);
};
