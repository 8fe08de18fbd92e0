import { lines } from '@scanclash/simulator';

/** What a cmdlet puts out: objects, with the properties that its table shows. */
export interface CmdletOutput {
  readonly columns: readonly string[];
  readonly objects: readonly Readonly<Record<string, string>>[];
}

/** @source CCR-CMDLETS: names, then values, behind colons that stand in one column. */
export function formatList({ objects }: CmdletOutput, wanted: readonly string[]): string {
  const blocks = objects.map((object) => {
    const names = wanted.length === 0 ? Object.keys(object) : Object.keys(object).filter((name) => fits(name, wanted));
    const width = Math.max(0, ...names.map((name) => name.length));
    return names.map((name) => `${name.padEnd(width)} : ${object[name]}`);
  });
  return blocks.length === 0 ? '' : lines('', ...blocks.flatMap((block) => [...block, '']), '');
}

export function formatTable({ columns, objects }: CmdletOutput): string {
  if (objects.length === 0) return '';
  const widths = columns.map((column) =>
    Math.max(column.length, ...objects.map((object) => (object[column] ?? '').length)),
  );
  const row = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join(' ')
      .trimEnd();
  return lines(
    '',
    row(columns),
    row(columns.map((column) => '-'.repeat(column.length))),
    ...objects.map((object) => row(columns.map((column) => object[column] ?? ''))),
    '',
    '',
  );
}

function fits(name: string, wanted: readonly string[]): boolean {
  return wanted.some((pattern) => {
    const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
    return new RegExp(`^${escaped}$`, 'i').test(name);
  });
}
