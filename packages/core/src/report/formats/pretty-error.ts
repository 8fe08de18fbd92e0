import type { ErrorReport } from '../error-report.ts';
import { hang } from '../text-layout.ts';
import type { TextStyle } from '../text-style.ts';

/** An error for people: where, what, what was meant; then where to read on. */
export function prettyError({ errors, next }: ErrorReport, style: TextStyle): string {
  return [
    ...errors.flatMap(({ code, place, problem, hint }) => [
      `${code === null ? '' : `${style.paint('bad', code)} `}${place === undefined ? '' : `${place}: `}${problem}`,
      ...(hint === undefined ? [] : hang('', hint, { indent: 2, width: style.width })),
    ]),
    `Next: ${next}`,
    '',
  ].join('\n');
}
