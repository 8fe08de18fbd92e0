import { EXIT } from '../errors/error-catalogue.ts';

/** One way in which a command can end. */
export interface ExitCode {
  readonly code: number;
  readonly name: keyof typeof EXIT;
  readonly meaning: string;
}

/** Every exit code of the command line; where several apply, the first one of this table wins. */
export const EXIT_CODES: readonly ExitCode[] = [
  { code: EXIT.bug, name: 'bug', meaning: 'A bug of scanclash or of a rule, never of the host.' },
  {
    code: EXIT.interrupted,
    name: 'interrupted',
    meaning: 'Interrupted. What is known so far is reported, with "complete": false.',
  },
  {
    code: EXIT.usage,
    name: 'usage',
    meaning: 'Wrong use, a bad file, no such id, or nothing selected: an empty run is never green.',
  },
  {
    code: EXIT.found,
    name: 'found',
    meaning:
      'A finding at or above --fail-on that is not waived, an expired waiver, an expectation or example that failed, a run that came out other than its scenario says.',
  },
  {
    code: EXIT.unknown,
    name: 'unknown',
    meaning:
      'Not known: facts that could change the verdict were not read, a host was not reached, a bound was reached, a run proved nothing.',
  },
  { code: EXIT.clean, name: 'clean', meaning: 'Clean: everything was read and nothing was found.' },
];

/** The code that wins where several apply; `clean` where there is none. */
export function worstExit(codes: Iterable<number>): number {
  const found = new Set(codes);
  return EXIT_CODES.find(({ code }) => found.has(code))?.code ?? EXIT.clean;
}

/** docs/reference/exit-codes.md */
export function exitCodesPage(): string {
  const rows = [
    ['Code', 'Name', 'Meaning'],
    ...EXIT_CODES.map(({ code, name, meaning }) => [String(code), name, meaning]),
  ];
  const widths = [0, 1, 2].map((i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [
    '# Exit codes',
    '',
    'Generated from `packages/core/src/report/exit-codes.ts`. Where several apply, the first row wins.',
    '',
    line(head),
    line(widths.map((width) => '-'.repeat(width))),
    ...body.map(line),
    '',
  ].join('\n');
}
