import {
  didYouMean,
  EXIT,
  LIST_KINDS,
  type ListItem,
  type ListKind,
  type ListReport,
  prettyList,
  ScanclashError,
} from '@scanclash/core';
import { listItems } from '../catalogue/list-items.ts';
import { emitReport, type Session } from '../session.ts';
import { shellWords } from '../shell-words.ts';

/** `scanclash list KIND [FILTER]` */
export async function list(session: Session, [word = '', filter]: readonly string[]): Promise<number> {
  const kind = kindOf(word);
  const all = await listItems(kind);
  const items = filter === undefined ? all : all.filter((item) => mentions(item, filter));
  const [first] = items;
  if (first === undefined) {
    const ids = all.map(({ id }) => id);
    const hint =
      (filter === undefined ? undefined : didYouMean(filter, ids)) ?? `Without a filter: scanclash list ${kind}`;
    throw new ScanclashError('SC-USE-002', `no ${kind} mention "${filter ?? ''}"`, { hint });
  }
  const report: ListReport = {
    schema: 'scanclash.list/1',
    exitCode: EXIT.clean,
    complete: true,
    next: shellWords(['scanclash', 'show', first.id]),
    kind,
    items: [...items],
  };
  return emitReport(session, report, prettyList);
}

function kindOf(word: string): ListKind {
  const kind = LIST_KINDS.find((one) => one === word.toLowerCase());
  if (kind !== undefined) return kind;
  throw new ScanclashError('SC-USE-003', `there is no kind "${word}"`, {
    hint: didYouMean(word, LIST_KINDS) ?? `Kinds: ${LIST_KINDS.join(', ')}`,
  });
}

const mentions = ({ id, title, source }: ListItem, filter: string): boolean =>
  [id, title, source ?? ''].some((text) => text.toLowerCase().includes(filter.toLowerCase()));
