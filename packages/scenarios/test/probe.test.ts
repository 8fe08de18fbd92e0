import {
  collectHost,
  factAt,
  judge,
  plainOf,
  productFacts,
  type Rule,
  record,
  runProbe,
  untouchedFact,
} from '@scanclash/core';
import { PRODUCTS } from '@scanclash/products';
import { SimulatedProbe, SimulatedTransport } from '@scanclash/simulator';
import { expect, test } from 'vitest';
import { type Arm, builtInScenarios, playArm, RULE_BOOK, scenarioById } from '../src/index.ts';

/** The rules of the folders that modusProbeFolders names, in its order. */
const EXCLUDES = ['root', 'spool', 'quarantine'].map((place) => `mcafee-virusscan/exclude-modus-${place}`);

/** What the settings of a host say of its exclusions, and what test files say. */
async function probed(id: string, armId: string) {
  const scenario = scenarioById(id);
  const { built } = playArm(scenario, scenario.arms.find((arm) => arm.id === armId) as Arm, { seed: 1 });
  const host = built.hosts.get(scenario.world.subject);
  if (host === undefined) throw new Error(scenario.world.subject);
  const evidence = await collectHost(new SimulatedTransport(host), PRODUCTS);
  const facts = Object.fromEntries(PRODUCTS.map((product) => [product.namespace, productFacts(product, evidence)]));
  const folders = PRODUCTS.flatMap(
    ({ namespace, probeFolders }) => probeFolders?.(factAt(record(facts), namespace)) ?? [],
  );
  const subject = { id: host.name, scope: 'host', hosts: [{ name: host.name, facts }], complete: true } as const;
  const rules = EXCLUDES.map((rule) => RULE_BOOK.rules.find((one) => one.id === rule) as Rule);
  const verdicts = judge(rules, [subject], RULE_BOOK.fixes).map(({ outcome }) => outcome);
  const result = await runProbe(new SimulatedProbe(host), folders, `${host.systemRoot}\\Temp`);
  const oneProfile = plainOf(factAt(record(facts), 'virusscan.onAccess.onlyDefaultProfile')) === true;
  return { host, verdicts, result, oneProfile, kinds: result.folders.map(({ kind }) => kind) };
}

const ARMS = builtInScenarios()
  .filter(({ id }) => /^(exclusions|misconfigured)\/|^overrides\/policy-enforcement$/.test(id))
  .flatMap(({ id, arms }) => arms.map((arm): [string, string] => [id, arm.id]));

test.each(ARMS)('%s@%s: a test file is touched where a rule misses an exclusion, and nowhere else', async (id, arm) => {
  const { verdicts, result, kinds, oneProfile } = await probed(id, arm);
  expect(result.leftBehind).toEqual([]);
  if (!oneProfile) return;
  for (const [i, verdict] of verdicts.entries()) {
    if (verdict === 'satisfied') expect(kinds[i]).toBe('untouched');
    // Where nothing is scanned at all, files stay whatever the settings say.
    if (verdict === 'violated' && result.control.kind === 'touched') expect(kinds[i]).toBe('touched');
  }
});

test('a probe proves what no setting shows: exclusions that are right and overridden', async () => {
  const broken = await probed('overrides/on-access-overrides-exclusions', 'broken');
  expect([broken.verdicts, broken.kinds]).toEqual([
    ['satisfied', 'satisfied', 'satisfied'],
    ['touched', 'touched', 'touched'],
  ]);
  expect(untouchedFact(broken.result)).toMatchObject({ kind: 'known', value: false });
  const kept = await probed('overrides/on-access-overrides-exclusions', 'control-time-outs-only');
  expect(untouchedFact(kept.result)).toMatchObject({ kind: 'known', value: true });
});

test('a scanner that does not run leaves everything alone, which proves nothing', async () => {
  const { result } = await probed('overrides/on-access-overrides-exclusions', 'control-scanner-off');
  expect(untouchedFact(result)).toMatchObject({ kind: 'unreadable' });
});

test('another scanner touches the files as well', async () => {
  const { verdicts, kinds } = await probed('exclusions/second-antivirus', 'wrong-virusscan-off');
  expect([verdicts[1], kinds[1]]).toEqual(['not-applicable', 'touched']);
});

test('a probe looks with the eyes of cmd.exe: of programs with a profile of their own it tells nothing', async () => {
  const { oneProfile, verdicts, kinds } = await probed('misconfigured/wrong-profile', 'control-modus-is-low-risk');
  expect(oneProfile).toBe(false);
  expect([verdicts[1], kinds[1]], 'so the rule does not judge by it').toEqual(['satisfied', 'touched']);
});

test('a scanner that looks for macros alone holds the file for a while, and finds nothing in it', async () => {
  const { result } = await probed('overrides/macro-heuristics', 'broken');
  for (const folder of result.folders) {
    expect(folder.kind === 'untouched' || (folder.kind === 'touched' && /another process/.test(folder.how))).toBe(true);
  }
});

test('nothing is left of a probe, but for the alarm', async () => {
  const { host } = await probed('exclusions/spool-scanned', 'broken');
  expect(host.files.tree('D:\\Spool').filter(({ path }) => path.includes('scanclash'))).toEqual([]);
});
