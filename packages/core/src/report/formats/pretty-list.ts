import type { ListReport } from '../list-report.ts';
import { counted, hang } from '../text-layout.ts';
import type { TextStyle } from '../text-style.ts';

/** Ids longer than this do not push the titles of all the others to the right. */
const ID_COLUMN = 48;
/** A longer source stands on the page of the id. */
const SOURCE_SHOWN = 24;

/** A list for people: ids that can be copied, and what they are. */
export function prettyList({ kind, items, next }: ListReport, style: TextStyle): string {
  const indent = Math.min(ID_COLUMN, Math.max(...items.map(({ id }) => id.length))) + 2;
  const lines = items.flatMap(({ id, title, source }) => {
    const text = source === null || source.length > SOURCE_SHOWN ? title : `${title} [${source}]`;
    const [first = '', ...rest] = hang('', text, { indent, width: style.width });
    if (id.length + 2 > indent) return [style.paint('name', id), first, ...rest];
    return [style.paint('name', id) + first.slice(id.length), ...rest];
  });
  return [...lines, '', `${counted(items.length, singular(kind), kind)}.`, `Next: ${next}`, ''].join('\n');
}

const SINGULAR: Partial<Record<ListReport['kind'], string>> = { fixes: 'fix', stimuli: 'stimulus' };
const singular = (kind: ListReport['kind']) => SINGULAR[kind] ?? kind.slice(0, -1);
