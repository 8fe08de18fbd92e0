/** What could be read of a listing. */
export interface Listing<Row> {
  readonly rows: readonly Row[];
  /** Lines that look like rows and could not be read: what is missing among the rows may stand there. */
  readonly unread: readonly string[];
}

/** The lines of a console's output without what ends them and without blanks behind them. */
export function consoleLines(output: string): readonly string[] {
  return output.split(/\r*\n/).map((line) => line.trimEnd());
}

/** The columns that a ruler such as `-----  ---` names, or undefined where a line is no ruler. Ends are exclusive. */
export function rulerColumns(line: string): readonly { readonly start: number; readonly end: number }[] | undefined {
  if (!/^\s*(?:-{3,}|={3,})(?:\s+(?:-{3,}|={3,}))*\s*$/.test(line)) return undefined;
  return Array.from(line.matchAll(/[-=]+/g), (dashes) => ({
    start: dashes.index,
    end: dashes.index + dashes[0].length,
  }));
}
