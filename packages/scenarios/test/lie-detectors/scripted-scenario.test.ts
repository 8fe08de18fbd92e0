import { expect, test } from 'vitest';
import { ablate } from '../../src/index.ts';
import { onTimer, scripted } from '../fixtures/liars.ts';
import { SEED } from './broken-run.ts';

test.each([scripted, onTimer])(
  'the scripted scenario $id survives its ablation, and is found out by that',
  (scenario) => {
    const [withoutCauses] = ablate(scenario, SEED);
    expect(withoutCauses).toMatchObject({ expected: 'cleared', ok: false });
    expect(withoutCauses?.left).toEqual(scenario.symptoms.map(({ text }) => text));
  },
);
