import { expect, test } from 'vitest';
import { SCENARIO_SOURCES } from './catalogue.generated.ts';
import { type Arm, loadScenario, runArm } from './index.ts';

const ID = 'ccr/handoff-store-not-stopped';

/** The scenario with some of its text changed. */
function changed(from: string, to: string) {
  const source = SCENARIO_SOURCES.find(({ id }) => id === ID);
  if (source?.text.includes(from) !== true) throw new Error(`${from} does not stand in ${ID}`);
  return loadScenario({ id: ID, file: source.file, text: source.text.replace(from, to) });
}

const recovery = (scenario: ReturnType<typeof changed>) => {
  const arm = scenario.arms.find(({ id }) => id === 'recovery-end-store') as Arm;
  return runArm(scenario, arm, { seed: 1 });
};

test('a recovery is judged from its own time on: what was seen before counts for nothing', () => {
  expect(recovery(changed('after: 10m', 'after: 10m'))).toMatchObject({ outcome: 'as-expected' });
  const early = recovery(changed('after: 10m', 'after: 1m'));
  expect(early).toMatchObject({ outcome: 'unexpected' });
  expect(early.symptoms.map(({ observed }) => observed)).toContain('present');
});

test('a recovery that does not recover fails', () => {
  const idle = recovery(
    changed('do: exchange.end-store, on: NODEA }]\n    after', 'do: exchange.end-store, on: NODEB }]\n    after'),
  );
  expect(idle.outcome).toBe('unexpected');
});

test('a recovery says from when on it is judged, before the end; no other arm does', () => {
  expect(() => changed('    after: 10m\n', '')).toThrow('a recovery needs "after"');
  expect(() => changed('after: 10m', 'after: 12m')).toThrow('begins after the end');
  expect(() => changed('  wrong-lossless:\n', '  wrong-lossless:\n    after: 10m\n')).toThrow(
    'only a recovery has "after"',
  );
});

test('an arm that takes longer is judged at its own end', () => {
  const forced = (scenario: ReturnType<typeof changed>) => {
    const arm = scenario.arms.find(({ id }) => id === 'wrong-force-the-mount') as Arm;
    const { outcome, simulatedMs } = runArm(scenario, arm, { seed: 1 });
    return { outcome, minutes: Math.floor(simulatedMs / 60_000) };
  };
  expect(forced(changed('until: 68m10s', 'until: 68m10s'))).toEqual({ outcome: 'as-expected', minutes: 68 });
  expect(forced(changed('    until: 68m10s\n', ''))).toEqual({ outcome: 'inconclusive', minutes: 10 });
  expect(() => changed('until: 12m', 'until: 11m')).toThrow('begins after the end');
});
