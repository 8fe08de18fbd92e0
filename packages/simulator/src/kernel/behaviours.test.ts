import { expect, test } from 'vitest';
import { type BehaviourDeclaration, BehaviourSwitches } from './behaviours.ts';
import { InvariantViolated } from './invariant.ts';

const declared: readonly BehaviourDeclaration[] = [
  { id: 'mcafee-virusscan/locks-while-scanning', kind: 'mechanism', default: true },
  { id: 'mcafee-virusscan/scan-microseconds-per-kilobyte', kind: 'assumption', default: 40 },
  { id: 'vircom-modus/collects-garbage', kind: 'mechanism', default: false },
];

test('a behaviour is what was declared unless it is overridden', () => {
  const behaviours = new BehaviourSwitches(declared, {
    'mcafee-virusscan/locks-while-scanning': false,
    'mcafee-virusscan/scan-microseconds-per-kilobyte': 55,
  });
  expect(behaviours.on('mcafee-virusscan/locks-while-scanning')).toBe(false);
  expect(behaviours.on('vircom-modus/collects-garbage')).toBe(false);
  expect(behaviours.value<number>('mcafee-virusscan/scan-microseconds-per-kilobyte')).toBe(55);
});

test('what was asked for is known, what was only overridden is not', () => {
  const behaviours = new BehaviourSwitches(declared, { 'vircom-modus/collects-garbage': true });
  behaviours.on('mcafee-virusscan/locks-while-scanning');
  behaviours.on('mcafee-virusscan/locks-while-scanning');
  expect([...behaviours.consulted]).toEqual(['mcafee-virusscan/locks-while-scanning']);
});

test('an override that nobody declares is an error that names the nearest', () => {
  expect(() => new BehaviourSwitches(declared, { 'vircom-modus/collect-garbage': true })).toThrow(
    'unknown behaviour "vircom-modus/collect-garbage". Did you mean "vircom-modus/collects-garbage"?',
  );
});

test('an override far from every name is told what there is', () => {
  expect(() => new BehaviourSwitches(declared, { zeal: true })).toThrow(/"zeal"; known: mcafee-virusscan\/locks/);
  expect(() => new BehaviourSwitches([], { zeal: true })).toThrow('this world has none');
});

test('an override of another type is refused', () => {
  expect(() => new BehaviourSwitches(declared, { 'mcafee-virusscan/scan-microseconds-per-kilobyte': 'slow' })).toThrow(
    'takes a number such as 40, not the string slow',
  );
});

test('asking for an unknown behaviour, or for the wrong kind of one, is a bug', () => {
  const behaviours = new BehaviourSwitches(declared);
  expect(() => behaviours.on('mcafee-virusscan/lock-while-scanning')).toThrow(InvariantViolated);
  expect(() => behaviours.value('vircom-modus/collects-garbage')).toThrow('is a mechanism: ask on');
  expect(() => behaviours.on('mcafee-virusscan/scan-microseconds-per-kilobyte')).toThrow('is an assumption: ask value');
  expect(behaviours.consulted.size).toBe(0);
});

test('a behaviour is declared once', () => {
  expect(() => new BehaviourSwitches([...declared, ...declared.slice(-1)])).toThrow('declared twice');
});
