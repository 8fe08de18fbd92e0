import { ERROR_CATALOGUE, type ErrorCode } from './error-catalogue.ts';

/** A place in a file that a person wrote; lines and columns count from 1. */
export interface Place {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

/**
 * What the world (a file, a host, a command line) did to us: where, what, and how to mend it. Bugs of ours are plain
 * `Error`s instead. The exit code belongs to the error's code, see {@link ERROR_CATALOGUE}.
 */
export class ScanclashError extends Error {
  readonly code: ErrorCode;
  readonly problem: string;
  readonly hint: string | undefined;
  readonly place: Place | undefined;

  constructor(
    code: ErrorCode,
    problem: string,
    options: { hint?: string | undefined; place?: Place | undefined } = {},
  ) {
    super(`${code} ${options.place === undefined ? '' : `${showPlace(options.place)}: `}${problem}`);
    this.name = 'ScanclashError';
    this.code = code;
    this.problem = problem;
    this.hint = options.hint;
    this.place = options.place;
  }

  get exitCode(): number {
    return ERROR_CATALOGUE[this.code].exitCode;
  }
}

/** Several errors of one piece of work, all of them reported at once. */
export class ScanclashErrors extends Error {
  readonly errors: readonly ScanclashError[];
  constructor(errors: readonly ScanclashError[]) {
    super(errors.map((error) => error.message).join('\n'));
    this.name = 'ScanclashErrors';
    this.errors = errors;
  }
}

export function showPlace({ file, line, column }: Place): string {
  return [file, line, column].filter((part) => part !== undefined).join(':');
}
