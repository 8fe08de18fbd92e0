import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  absent,
  type Fact,
  factAt,
  factOf,
  known,
  list,
  type Plain,
  plainOf,
  record,
  unreadable,
  withFact,
} from './fact.ts';
import { FactJsonError, factFromJson, factToJson } from './fact-json.ts';

const given = { kind: 'given' } as const;

const leaf: fc.Arbitrary<Plain> = fc.oneof(fc.string(), fc.maxSafeInteger(), fc.boolean());
const name = fc.oneof(fc.stringMatching(/^[a-z]{1,3}$/), fc.constantFrom('__proto__', 'constructor', 'toString'));
const { plain } = fc.letrec<{ plain: Plain }>((tie) => ({
  plain: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.array(tie('plain'), { maxLength: 3 }),
    fc.dictionary(name, tie('plain'), { maxKeys: 3 }) as fc.Arbitrary<Plain>,
  ),
}));

const { fact } = fc.letrec<{ fact: Fact }>((tie) => ({
  fact: fc.oneof(
    { depthSize: 'small' },
    leaf.map((value) => known(value as string, given)),
    fc.constant(absent(given)),
    fc.string().map((reason) => unreadable(reason)),
    fc
      .tuple(fc.array(tie('fact'), { maxLength: 3 }), fc.boolean())
      .map(([items, complete]) => list(items, given, complete)),
    fc.dictionary(name, tie('fact'), { maxKeys: 3 }).map((fields) => record(fields)),
  ),
}));

test('plain values are facts and facts of plain values are plain, whatever their fields are called', () => {
  fc.assert(
    fc.property(plain, (value) => {
      expect(JSON.stringify(plainOf(factOf(value, given)))).toBe(JSON.stringify(value));
    }),
  );
});

test('facts survive as JSON, with what is absent, unread and cut', () => {
  fc.assert(
    fc.property(fact, (tree) => {
      const json: unknown = JSON.parse(JSON.stringify(factToJson(tree)));
      expect(JSON.stringify(factFromJson(json, given))).toBe(JSON.stringify(tree));
    }),
  );
});

test.each<[string, unknown, string]>([
  ['null', { a: null }, 'a: null is no fact; write {"$absent": true} for absent'],
  ['a fraction', { a: [1, 1.5] }, 'a[1]: 1.5 is not an integer'],
  ['an integer that is too large to be exact', 2 ** 53, 'the value: 9007199254740992 is not an integer'],
  ['a mark that nobody knows', { a: { $missing: true } }, 'a: unknown mark $missing'],
  ['absence that is denied', { a: { $absent: false } }, 'a: unknown mark $absent'],
  ['a mark beside a field', { a: { $absent: true, b: 1 } }, 'a: unknown mark $absent'],
  ['a cut list that does not say so', { a: { $items: [] } }, 'a: unknown mark $items'],
])('%s is refused with its path', (_, json, message) => {
  expect(() => factFromJson(json, given)).toThrow(FactJsonError);
  expect(() => factFromJson(json, given)).toThrow(message);
});

test('of a tree, only what is wholly known is plain; what is absent is left out', () => {
  const tree = (part: Fact) => record({ a: known(1, given), b: part });
  expect(plainOf(tree(known('x', given)))).toEqual({ a: 1, b: 'x' });
  expect(plainOf(tree(absent(given)))).toEqual({ a: 1 });
  expect(plainOf(tree(unreadable('no')))).toBeUndefined();
  expect(plainOf(tree(list([known(1, given)], given, false)))).toBeUndefined();
  expect(plainOf(tree(list([unreadable('no')], given)))).toBeUndefined();
});

test('what stands below an unread or absent part is unread or absent like it', () => {
  const tree = record({ a: record({ b: known(1, given) }), c: unreadable('denied'), d: absent(given) });
  expect(factAt(tree, 'a.b')).toEqual(known(1, given));
  expect(factAt(tree, 'a.x')).toEqual(unreadable('not read'));
  expect(factAt(tree, 'a.toString')).toEqual(unreadable('not read'));
  expect(factAt(tree, 'c.x.y')).toEqual(unreadable('denied'));
  expect(factAt(tree, 'd.x')).toEqual(absent(given));
});

test('a fact that is put at a path is found there, and nothing else has changed', () => {
  fc.assert(
    fc.property(
      fc.dictionary(name, fact, { maxKeys: 3 }).map(record),
      fc.array(name, { minLength: 1, maxLength: 3 }),
      (tree, path) => {
        const before = JSON.stringify(tree);
        const changed = withFact(tree, path, known('new', given));
        expect(factAt(changed, path.join('.'))).toEqual(known('new', given));
        expect(JSON.stringify(tree)).toBe(before);
        for (const field of Object.keys(tree.fields).filter((one) => one !== path[0])) {
          expect(factAt(changed, field)).toEqual(factAt(tree, field));
        }
      },
    ),
  );
});
