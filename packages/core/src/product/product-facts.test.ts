import { expect, test } from 'vitest';
import { HostEvidence } from '../collectors/host-evidence.ts';
import { exported, listed, treeOf } from '../collectors/test/answers.ts';
import { type Fact, factAt } from '../facts/fact.ts';
import type { HostAnswer } from '../transport/request.ts';
import { dword, sz } from '../windows/registry-data.ts';
import type { RegistryValue } from '../windows/registry-value.ts';
import { productFacts } from './product-facts.ts';
import { KEY, toyScanner } from './test/toy-scanner.ts';

const factsOf = (...answers: HostAnswer[]) => productFacts(toyScanner, new HostEvidence('MAIL01', answers));
const installed = (values: Record<string, RegistryValue> = {}) =>
  exported('HKLM\\SOFTWARE\\Toy', treeOf({ [KEY]: { Version: sz('1'), ...values } }));
const summary = (fact: Fact) =>
  fact.kind === 'known' ? [fact.value, fact.origin.kind] : fact.kind === 'unreadable' ? fact.reason : fact.kind;

test('a product is absent where its key is not there, and unread where nobody could look', () => {
  expect(factsOf(exported('HKLM\\SOFTWARE\\Toy', treeOf({ 'HKLM\\SOFTWARE\\Toy': {} }))).kind).toBe('absent');
  expect(factsOf(exported('HKLM\\SOFTWARE\\Toy', undefined, 1), listed('HKLM\\SOFTWARE', ['Microsoft'])).kind).toBe(
    'absent',
  );
  expect(factsOf(exported('HKLM\\SOFTWARE\\Toy', undefined, 1)).kind).toBe('unreadable');
  expect(factsOf().kind).toBe('unreadable');
});

test('what is stored is known, what is not has the default of the version', () => {
  const first = factsOf(installed({ Enabled: dword(0) }));
  expect(summary(factAt(first, 'enabled'))).toEqual([false, 'question']);
  expect(summary(factAt(first, 'limits.depth'))).toEqual([3, 'default']);
  const second = factsOf(exported('HKLM\\SOFTWARE\\Toy', treeOf({ [KEY]: { Version: sz('2.0') } })));
  expect(summary(factAt(second, 'limits.depth'))).toEqual([5, 'default']);
  expect(factAt(second, 'spared')).toMatchObject({
    kind: 'list',
    items: [],
    complete: true,
    origin: { kind: 'default' },
  });
});

test('what was not exported is unread, and never a default', () => {
  expect(summary(factAt(factsOf(installed()), 'engine'))).toBe('HKLM\\SOFTWARE\\Shared was not exported');
});

test('what nobody knows the default of is unread where nothing is stored', () => {
  const shared = exported('HKLM\\SOFTWARE\\Shared', treeOf({ 'HKLM\\SOFTWARE\\Shared': {} }));
  expect(summary(factAt(factsOf(installed(), shared), 'engine'))).toBe(
    'nothing is stored at HKLM\\SOFTWARE\\Shared, Engine, and the default is not known',
  );
});

test('a stored value that no codec knows, or whose form is not public, is unread with the reason', () => {
  expect(summary(factAt(factsOf(installed({ Mode: dword(9) })), 'mode'))).toBe(
    'Mode holds something that is not known: dword 9',
  );
  expect(summary(factAt(factsOf(installed({ Mode: sz('fast') })), 'mode'))).toBe(
    'Mode holds something that is not known: fast',
  );
  expect(summary(factAt(factsOf(installed({ Mode: dword(7) })), 'mode'))).toBe('nobody says what 7 stands for');
  expect(summary(factAt(factsOf(installed({ Mode: dword(1) })), 'mode'))).toEqual(['slow', 'question']);
});

test('a fact that a collector leaves out is unread', () => {
  expect(summary(factAt(factsOf(installed()), 'running'))).toBe('not read');
});
