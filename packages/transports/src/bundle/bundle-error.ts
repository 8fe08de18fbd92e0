import { type ErrorCode, ScanclashError } from '@scanclash/core';

/** An error about a bundle, or about one of its files. */
export function bundleError(code: ErrorCode, file: string, problem: string, hint?: string): ScanclashError {
  return new ScanclashError(code, problem, { place: { file }, hint });
}

/** A text that others wrote, short and harmless to a terminal. */
export function shown(text: string): string {
  const short = text.length <= 120 ? text : `${text.slice(0, 120)}…`;
  return short.replace(
    /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
