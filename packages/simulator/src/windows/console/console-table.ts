import { lines } from './console-program.ts';

/** One row of a list, its cells in the order of the columns. */
export type Row = readonly string[];

export interface Column {
  readonly title: string;
  readonly width: number;
  readonly right?: true;
}

export type TableFormat = 'table' | 'list' | 'csv';

/** The lists of `tasklist` and `schtasks`, by `/fo`, without what stands around them; `headless` by `/nh`. */
export function formatRows(
  format: TableFormat,
  columns: readonly Column[],
  rows: readonly Row[],
  headless: boolean,
): string {
  switch (format) {
    case 'csv':
      return lines(...[...(headless ? [] : [titlesOf(columns)]), ...rows].map(csvLine));
    case 'list':
      return lines(
        ...rows.flatMap((row) => ['', ...columns.map(({ title }, i) => `${`${title}:`.padEnd(14)}${row[i]}`)]),
      );
    case 'table': {
      const ruler = columns.map(({ width }) => '='.repeat(width)).join(' ');
      const header = headless ? [] : [tableLine(columns, titlesOf(columns)), ruler];
      return lines(...header, ...rows.flatMap((row) => tableLines(columns, row)));
    }
  }
}

export function isTableFormat(word: string): word is TableFormat {
  return word === 'table' || word === 'list' || word === 'csv';
}

function titlesOf(columns: readonly Column[]): Row {
  return columns.map(({ title }) => title);
}

function csvLine(cells: Row): string {
  return cells.map((cell) => `"${cell}"`).join(',');
}

/** A row; a last cell that is a list takes as many lines as it needs. */
function tableLines(columns: readonly Column[], row: Row): readonly string[] {
  const last = columns.length - 1;
  const { width } = columns[last] as Column;
  const parts: string[] = [];
  for (const word of (row[last] as string).replaceAll(',', ', ').split(/(?<=, )/)) {
    const part = parts.at(-1);
    if (part !== undefined && (part + word).trimEnd().length <= width) parts[parts.length - 1] = part + word;
    else parts.push(word);
  }
  const empty = columns.map(() => '');
  return parts.map((part, i) => tableLine(columns, [...(i === 0 ? row : empty).slice(0, last), part]));
}

function tableLine(columns: readonly Column[], cells: Row): string {
  return columns
    .map(({ width, right }, i) => {
      const cell = (cells[i] as string).slice(0, width);
      return right === true ? cell.padStart(width) : cell.padEnd(width);
    })
    .join(' ');
}
