import { type ErrorCode, harmless, ScanclashError } from '@scanclash/core';

/** An error about a bundle, or about one of its files. */
export function bundleError(code: ErrorCode, file: string, problem: string, hint?: string): ScanclashError {
  return new ScanclashError(code, problem, { place: { file }, hint });
}

/** A text that others wrote, short and harmless to a terminal. */
export function shown(text: string): string {
  const short = text.length <= 120 ? text : `${text.slice(0, 120)}…`;
  return harmless(short).replaceAll('\n', '\\u000a');
}
