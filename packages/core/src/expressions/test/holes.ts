import fc from 'fast-check';

/** Which parts of facts nobody has read: at each part in turn, 0 is read, 1 is not, 2 is a list that was cut. */
export type Holes = readonly number[];
export const holes: fc.Arbitrary<Holes> = fc.array(fc.constantFrom(0, 0, 0, 1, 2), { minLength: 1, maxLength: 25 });

type Visit = (part: unknown, other: unknown, hole: number) => { readonly value: unknown } | undefined;

/** Goes through facts, with others of the same shape beside them; a part that `visit` answers for is not entered. */
function walk(part: unknown, other: unknown, holes: Holes, visit: Visit): unknown {
  let turn = 0;
  const enter = (one: unknown, beside: unknown): unknown => {
    const answer = visit(one, beside, holes[turn++ % holes.length] ?? 0);
    if (answer !== undefined) return answer.value;
    if (Array.isArray(one))
      return one.map((item, i) => enter(item, Array.isArray(beside) ? (beside[i] ?? item) : item));
    if (typeof one !== 'object' || one === null) return one;
    const besides = beside as Record<string, unknown>;
    return Object.fromEntries(Object.entries(one).map(([name, field]) => [name, enter(field, besides[name])]));
  };
  return enter(part, other);
}

/** Half of a list that was cut; nobody knows how much more there is. */
const shown = (list: readonly unknown[]) => list.slice(0, Math.ceil(list.length / 2));

/** Facts with holes, as `given` writes them. */
export const punched = (facts: unknown, holes: Holes): unknown =>
  walk(facts, facts, holes, (part, _, hole) => {
    if (hole === 1) return { value: { $unreadable: 'hole' } };
    return hole === 2 && Array.isArray(part) ? { value: { $items: shown(part), $complete: false } } : undefined;
  });

/** The same facts with the holes filled from others. */
export const completed = (facts: unknown, holes: Holes, others: unknown): unknown =>
  walk(facts, others, holes, (part, other, hole) => {
    if (hole === 1) return { value: other };
    if (hole !== 2 || !Array.isArray(part)) return undefined;
    return { value: [...shown(part), ...(Array.isArray(other) ? other : [])] };
  });
