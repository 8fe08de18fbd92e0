import { type Command, CommanderError } from 'commander';
import { describeCommands, type Performer } from './command-table.ts';
import { HELP } from './help-text.ts';
import type { Io } from './io.ts';
import type { GlobalOptions } from './session.ts';

/**
 * Reads a command line and runs its command. Commands are loaded when they are called: `--help` loads none.
 * @throws what ended the command, for `reportFailure`
 */
export async function runCommandLine(argv: readonly string[], io: Io): Promise<number> {
  let exitCode = 0;
  const perform: Performer = (load, prepare) =>
    async function (this: Command, ...parameters: unknown[]): Promise<void> {
      const words = parameters
        .slice(0, -2)
        .flat()
        .filter((word) => word !== undefined) as string[];
      (await prepare?.())?.(io, words, this.opts());
      const { openSession } = await import('./session.ts');
      const session = openSession(io, this.optsWithGlobals<GlobalOptions>());
      exitCode = await (await load())(session, words, this.opts());
    };
  const program = describeCommands(perform);
  configureOutput(program, io);
  if (argv.length === 0) {
    io.stderr.write(HELP);
    return 2;
  }
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0;
    const { usageError } = await import('./usage-error.ts');
    throw usageError(error, argv);
  }
  return exitCode;
}

/** Errors are reported in one place, and in JSON where that was asked for: commander only throws them. */
function configureOutput(command: Command, io: Io): void {
  command
    .exitOverride()
    .showHelpAfterError(false)
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: io.stdout.write,
      writeErr: () => undefined,
      outputError: () => undefined,
      getOutHelpWidth: () => Math.min(120, io.stdout.columns ?? 100),
    });
  for (const subcommand of command.commands) configureOutput(subcommand, io);
}
