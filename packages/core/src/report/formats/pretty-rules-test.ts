import type { RulesTestReport } from '../rules-test-report.ts';
import { counted, hang } from '../text-layout.ts';
import type { TextStyle } from '../text-style.ts';

/** The examples of rules for people: what failed, each at its place, and one line of figures. */
export function prettyRulesTest({ errors, counts, complete, next }: RulesTestReport, style: TextStyle): string {
  const { rules, unread, examples, passed, failed } = counts;
  const good = failed === 0 && unread === 0;
  return [
    ...errors.flatMap(({ code, place, problem, hint }) => [
      ...hang('', `${place === undefined ? '' : `${place}: `}${code} ${problem}`, { indent: 0, width: style.width }),
      ...(hint === undefined ? [] : hang('', hint, { indent: 2, width: style.width })),
    ]),
    ...(errors.length === 0 ? [] : ['']),
    `${counted(rules, 'rule')}, ${counted(examples, 'example')}: ${style.paint(
      good ? 'good' : 'bad',
      [
        `${passed} passed`,
        `${failed} failed`,
        ...(unread === 0 ? [] : [`${counted(unread, 'rule')} not readable`]),
      ].join(', '),
    )}.`,
    ...(complete ? [] : [style.paint('doubt', 'Interrupted: this is what is known so far.')]),
    `Next: ${next}`,
    '',
  ].join('\n');
}
