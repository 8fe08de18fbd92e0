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

function sectionLines({ heading, entries, verbatim }: PageSection, style: TextStyle): string[] {
  const { width } = style;
  const lines = entries.flatMap(({ term, text }) => {
    if (term === undefined) return hang('', text, { indent: 2, width });
    if (text === '') return [`  ${style.paint('name', term)}`];
    if (term.length > 28) return [`  ${style.paint('name', term)}`, ...hang('', text, { indent: 6, width })];
    const [first = '', ...rest] = hang('', text, { indent: 32, width });
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
