import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SourceText } from '@scanclash/core';
import { builtInRuleBook, RULE_SOURCES } from '@scanclash/products';
import { afterAll, expect, test } from 'vitest';
import { scanclash } from '../test/command-line.ts';
import { expectReport } from '../test/schemas.ts';

const folder = mkdtempSync(join(tmpdir(), 'scanclash-rules-'));
afterAll(() => rmSync(folder, { recursive: true }));

const SOUND = `title: Modus delivers
severity: low
needs: [modus]
require: modus.deliveryRunning
message: The delivery service is stopped.
source: ours
examples:
  - { expect: violated, given: { modus: { deliveryRunning: false } } }
  - { expect: satisfied, given: { modus: { deliveryRunning: true } } }
`;

/** A folder of rule files, by path below it. */
function rules(name: string, files: Readonly<Record<string, string>>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, path, '..'), { recursive: true });
    writeFileSync(join(folder, name, path), text);
  }
  return name;
}

const rulesTest = (...words: readonly string[]) => scanclash(['rules', 'test', ...words], { cwd: folder });

test('the examples of every built-in rule come out as they say', async () => {
  const { code, json } = await rulesTest('--format', 'json');
  expectReport('rules-test', json());
  expect(json()).toMatchObject({
    exitCode: 0,
    errors: [],
    counts: { rules: RULE_SOURCES.length, unread: 0, failed: 0 },
  });
  expect(code).toBe(0);
});

test('rules of a folder are tested in place of the built-in ones', async () => {
  const own = rules('sound', { 'acme/modus-delivers.yaml': SOUND });
  const { code, stdout } = await rulesTest('--rules', own);
  expect(code).toBe(0);
  expect(stdout).toBe('1 rule, 2 examples: 2 passed, 0 failed.\nNext: scanclash list rules\n');
});

test('an example that fails is named with file, line and column', async () => {
  const own = rules('failing', {
    'acme/modus-delivers.yaml': SOUND.replace('expect: violated', 'expect: satisfied').replace(
      'expect: satisfied, given: { modus: { deliveryRunning: true',
      'expect: violated, given: { modus: { deliveryRunning: true',
    ),
  });
  const { code, stdout } = await rulesTest('--rules', own);
  expect(code).toBe(1);
  expect(stdout).toContain('failing/acme/modus-delivers.yaml:8:5: SC-RULE-006 example 1 expects satisfied');
  expect(stdout).toContain('failing/acme/modus-delivers.yaml:9:5: SC-RULE-006 example 2 expects violated');
  expect(stdout).toContain('Next: scanclash rules test acme/modus-delivers --rules failing\n');
});

test('a rule that cannot be read does not hide the others', async () => {
  const own = rules('mixed', {
    'acme/modus-delivers.yaml': SOUND,
    'acme/broken.yaml': SOUND.replace('modus.deliveryRunning\n', 'modus.deliveryRuning\n'),
    'acme/unknown-fix.yaml': SOUND.replace('source: ours', 'source: ours\nfixes: [acme/none]'),
  });
  const { code, json } = await rulesTest('--rules', own, '--format', 'json');
  expect(code).toBe(2);
  expectReport('rules-test', json());
  expect(json()).toMatchObject({
    errors: [
      { code: 'SC-RULE-004', place: 'mixed/acme/broken.yaml:4:16', hint: expect.stringContaining('deliveryRunning') },
      { code: 'SC-RULE-007', place: 'mixed/acme/unknown-fix.yaml:7:9' },
    ],
    counts: { rules: 3, unread: 2, examples: 2, passed: 2, failed: 0 },
  });
});

test('rules of a folder join the built-in ones in a check, or stand alone', async () => {
  const own = rules('check', { 'acme/modus-delivers.yaml': SOUND });
  const host = '{"host":{"name":"A"},"modus":{"deliveryRunning":false}}';
  const { stdout } = await scanclash(['check', '-', '--rules', own, '--no-builtin', '--fail-on', 'low'], {
    cwd: folder,
    stdin: host,
  });
  expect(stdout).toContain('LOW A: The delivery service is stopped.');
  const both = await scanclash(['check', '-', '--rules', own, '--format', 'json'], { cwd: folder, stdin: host });
  // A host that is no node of a cluster is judged by no rule of clusters.
  const ofClusters = builtInRuleBook().rules.filter(({ scope }) => scope === 'cluster');
  expect(both.json()['findings']).toHaveLength(RULE_SOURCES.length - ofClusters.length + 1);
});

test('a rule that is built in already cannot be added once more', async () => {
  const { id, text } = RULE_SOURCES.find((source) => source.id.endsWith('/let-modus-send-mail')) as SourceText;
  const own = rules('again', { [`${id}.yaml`]: text });
  const { code, stderr } = await scanclash(['check', '-', '--rules', own], {
    cwd: folder,
    stdin: '{"host":{"name":"A"}}',
  });
  expect(code).toBe(2);
  expect(stderr).toContain(`the rule ${id} is built in already`);
});

test('a folder without rule files selects nothing', async () => {
  mkdirSync(join(folder, 'empty'));
  expect((await rulesTest('--rules', 'empty')).stderr).toMatch(/^SC-USE-002 /);
  expect((await rulesTest('--rules', 'nowhere')).stderr).toMatch(/^SC-USE-003 .*does not exist/);
});
