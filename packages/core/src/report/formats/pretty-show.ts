import type { Page, PageSection, ShowReport } from '../show-report.ts';
import { hang, wrap } from '../text-layout.ts';
import type { TextStyle } from '../text-style.ts';

/** Pages for people. */
export function prettyShow({ pages, next }: ShowReport, style: TextStyle): string {
  return [...pages.flatMap((page) => [...pageLines(page, style), '']), `Next: ${next}`, ''].join('\n');
}

function pageLines({ id, kind, title, source, evidence, sections }: Page, style: TextStyle): string[] {
  const cited = [source, evidence].filter((part) => part !== null && part !== '').join(', ');
  return [
    `${style.paint('title', id)} (${kind})`,
    ...wrap(`${title}${cited === '' ? '' : ` [${cited}]`}`, style.width),
    ...sections.flatMap((section) => ['', ...sectionLines(section, style)]),
  ];
}

/** Terms up to this length stand beside what is said of them, longer ones above it. */
const TERM_LENGTH = 28;

function sectionLines({ heading, entries, verbatim }: PageSection, style: TextStyle): string[] {
  const { width } = style;
  const short = entries.map(({ term = '' }) => term.length).filter((length) => length <= TERM_LENGTH);
  const indent = Math.max(4, ...short.map((length) => length + 4));
  const lines = entries.flatMap(({ term, text }) => {
    if (term === undefined) return hang('', text, { indent: 2, width });
    if (text === '') return [`  ${style.paint('name', term)}`];
    if (term.length > TERM_LENGTH) return [`  ${style.paint('name', term)}`, ...hang('', text, { indent: 6, width })];
    const [first = '', ...rest] = hang('', text, { indent, width });
    return [`  ${style.paint('name', term)}${first.slice(term.length + 2)}`, ...rest];
  });
  const quoted =
    verbatim === undefined
      ? []
      : verbatim
          .trimEnd()
          .split('\n')
          .map((line) => `    ${line}`.trimEnd());
  return [style.paint('title', heading), ...lines, ...quoted];
}
