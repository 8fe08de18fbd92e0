import { didYouMean, EXIT, LIST_KINDS, type Page, prettyShow, ScanclashError, type ShowReport } from '@scanclash/core';
import { findPages } from '../catalogue/find-pages.ts';
import { listItems } from '../catalogue/list-items.ts';
import { emitReport, type Session } from '../session.ts';
import { shellWords } from '../shell-words.ts';

/** `scanclash show ID` */
export async function show(session: Session, [id = '']: readonly string[]): Promise<number> {
  const pages = await findPages(id);
  const [first] = pages;
  if (first === undefined) {
    const ids = (await Promise.all(LIST_KINDS.map(listItems))).flat().map((item) => item.id);
    throw new ScanclashError('SC-USE-001', `nothing has the id "${id}"`, {
      hint: didYouMean(id, ids) ?? `List what there is: scanclash list KIND, with ${LIST_KINDS.join(', ')}`,
    });
  }
  const report: ShowReport = {
    schema: 'scanclash.show/1',
    exitCode: EXIT.clean,
    complete: true,
    next: nextStep(first),
    pages: [...pages],
  };
  return emitReport(session, report, prettyShow);
}

const NEXT: Readonly<Record<string, (id: string) => readonly string[]>> = {
  scenario: (id) => ['run', id],
  rule: (id) => ['rules', 'test', id],
  fix: () => ['list', 'scenarios'],
  setting: (id) => ['list', 'facts', id.slice(0, id.indexOf('.'))],
  fact: (id) => ['list', 'facts', id.slice(0, id.indexOf('.'))],
  facts: (id) => ['list', 'facts', id],
  product: (id) => ['list', 'rules', id],
  function: () => ['list', 'functions'],
  error: () => ['list', 'errors'],
  world: () => ['list', 'scenarios'],
  stimulus: () => ['list', 'stimuli'],
  observable: () => ['list', 'observables'],
};

const nextStep = ({ kind, id, sections }: Page): string => {
  const shownBy = sections.find(({ heading }) => heading === 'Shown by')?.entries[0]?.text;
  if (shownBy !== undefined) return shellWords(['scanclash', 'run', shownBy]);
  return shellWords(['scanclash', ...(NEXT[kind]?.(id) ?? ['list', 'behaviours'])]);
};
