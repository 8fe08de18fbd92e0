import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Fact, factOf, known, type Origin, record, withFact } from './fact.ts';
import { FactTree } from './fact-tree.ts';

const given: Origin = { kind: 'given' };
const path = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 4 });

/** No path is the beginning of another. */
const paths = fc
  .uniqueArray(path, { selector: (one) => one.join('.'), maxLength: 8 })
  .map((all) =>
    all.filter((one) => !all.some((other) => other !== one && `${other.join('.')}.`.startsWith(`${one.join('.')}.`))),
  );

test('a tree that grows is the one that copies would have made', () => {
  fc.assert(
    fc.property(paths, (all) => {
      const tree = new FactTree();
      let copies: Fact = record({});
      for (const [i, one] of all.entries()) {
        tree.set(one.join('.'), known(i, given));
        copies = withFact(copies, one, known(i, given));
      }
      expect(tree.root).toEqual(copies);
    }),
  );
});

test('a fact goes beside what a record holds already, which keeps its own', () => {
  const tree = new FactTree();
  const scan = factOf({ read: true }, given);
  tree.set('scan', scan);
  tree.set('scan.write', known(false, given));
  expect(tree.root).toEqual(record({ scan: factOf({ read: true, write: false }, given) }));
  expect(scan).toEqual(factOf({ read: true }, given));
});
