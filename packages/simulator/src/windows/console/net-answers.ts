import { type ConsoleOutput, fails, lines, prints } from './console-program.ts';

/** Every failure of `net` has this exit code, whatever the error. */
const FAILED = 2;

export const completed = (...before: readonly string[]): ConsoleOutput =>
  prints(lines(...before, 'The command completed successfully.', ''));

/** A message of `net` itself, with the number under which `net helpmsg` says more. */
export const netError = (text: string, number: number): ConsoleOutput =>
  fails(lines(text, '', `More help is available by typing NET HELPMSG ${number}.`, ''), FAILED);

/** `net` offers to start the Server service, which nobody is there to agree to. */
export const serverNotStarted: ConsoleOutput = netError('The Server service is not started.', 2114);

export const systemError = (error: number, text: string): ConsoleOutput =>
  fails(lines(`System error ${error} has occurred.`, '', text, ''), FAILED);

export const emptyList = (...before: readonly string[]): ConsoleOutput =>
  prints(lines(...before, 'There are no entries in the list.', ''));

export const RULER = '-'.repeat(79);
