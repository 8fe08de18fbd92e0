import { colouredStyle, harmless, plainStyle, type TextStyle } from '@scanclash/core';
import type { Io, Output } from './io.ts';
import { type FormatChoice, formatChoices } from './output/formats.ts';
import { jsonPieces } from './output/json-pieces.ts';
import { createProgress, type Progress } from './output/progress.ts';
import { writeOutput } from './output/write-file.ts';

/** The options that every command takes, as commander hands them over. */
export interface GlobalOptions {
  readonly format?: readonly string[];
  readonly seed: number;
  readonly progress: boolean;
}

/** One command being run: how it talks to its user, and the seed of its worlds. */
export interface Session {
  readonly io: Io;
  readonly seed: number;
  readonly progress: Progress;
  readonly formats: readonly FormatChoice[];
  /** The style of text on stdout. */
  readonly style: TextStyle;
}

export function openSession(io: Io, options: GlobalOptions): Session {
  return {
    io,
    seed: options.seed,
    formats: formatChoices(options.format ?? []),
    progress: createProgress(io, options.progress),
    style: styleOf(io.stdout, io),
  };
}

/** Very long lines are hard to read however wide the window is. */
const MAX_WIDTH = 120;

export function styleOf(output: Output, { environment }: Pick<Io, 'environment'>): TextStyle {
  const width = Math.min(MAX_WIDTH, output.columns ?? 100);
  const noColour = (environment['NO_COLOR'] ?? '') !== '' || environment['TERM'] === 'dumb';
  return output.isTerminal && !noColour ? colouredStyle(width) : plainStyle(width);
}

/** Writes a report in every form that was asked for, and returns its exit code. */
export function emitReport<R extends { readonly exitCode: number }>(
  { io, formats, style, progress }: Session,
  report: R,
  pretty: (report: R, style: TextStyle) => string,
): number {
  progress.clear();
  for (const { name, path } of formats) {
    const pieces =
      name === 'json' ? jsonPieces(report) : [pretty(harmless(report), path === undefined ? style : plainStyle())];
    if (path === undefined) for (const piece of pieces) io.stdout.write(piece);
    else {
      writeOutput(io, path, pieces);
      io.stderr.write(`Written: ${path}\n`);
    }
  }
  return report.exitCode;
}
