import { serviceErrorText } from '../services/service-control-manager.ts';
import { type ConsoleOutput, lines, prints } from './console-program.ts';

/** `[SC] ChangeServiceConfig SUCCESS` */
export const succeeded = (call: string): string => `[SC] ${call} SUCCESS`;

/**
 * The answer of `sc` to a call that failed; the error is its exit code.
 * @source Captures by programs that keep the streams apart: all of it comes on stdout.
 */
export function failed(call: string, error: number): ConsoleOutput {
  return prints(lines(`[SC] ${call} FAILED ${error}:`, '', serviceErrorText(error), ''), error);
}

export interface ScOptions {
  readonly words: readonly string[];
  /** By name in lower case with its `=`, which must be followed by a blank. */
  readonly given: ReadonlyMap<string, string>;
  /** An option whose value stands right behind the `=`: sc takes it for no option and prints its usage. */
  readonly glued: string | undefined;
}

export function scOptions(args: readonly string[]): ScOptions {
  const words: string[] = [];
  const given = new Map<string, string>();
  let glued: string | undefined;
  for (let i = 0; i < args.length; i++) {
    const word = args[i] as string;
    if (/^[a-z]+=$/i.test(word)) given.set(word.toLowerCase(), args[++i] ?? '');
    else if (/^[a-z]+=./i.test(word)) glued ??= word;
    else words.push(word);
  }
  return { words, given, glued };
}
