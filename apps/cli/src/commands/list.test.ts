import { LIST_KINDS } from '@scanclash/core';
import { expect, test } from 'vitest';
import { scanclash } from '../test/command-line.ts';
import { expectReport } from '../test/schemas.ts';

const PORT25 = 'mail-flow/port25-blocks-modusmail';

test.for(LIST_KINDS)('every id that `list %s` names has a page', async (kind) => {
  const { code, json } = await scanclash(['list', kind, '--format', 'json']);
  expect(code).toBe(0);
  expectReport('list', json());
  const { items } = json() as unknown as { items: { id: string; title: string }[] };
  expect(items.length).toBeGreaterThan(0);
  for (const { id, title } of [...items.slice(0, 1), ...items.slice(-1)]) {
    const page = await scanclash(['show', id, '--format', 'json']);
    expect(page, id).toMatchObject({ code: 0, stderr: '' });
    expectReport('show', page.json());
    expect(title).not.toBe('');
  }
});

test('a scenario is listed with its arms, what causes it, and the rules that find it', async () => {
  const { json } = await scanclash(['list', 'scenarios', PORT25, '--format', 'json']);
  expect(json()['items']).toMatchObject([
    {
      id: PORT25,
      source: 'KB1258#5',
      arms: expect.arrayContaining([expect.objectContaining({ id: 'broken', kind: 'broken' })]),
      behaviours: expect.arrayContaining(['mcafee-virusscan/port-rule-blocks-connects']),
      rules: expect.arrayContaining(['mcafee-virusscan/let-modus-send-mail']),
    },
  ]);
});

test('a filter picks by id, title or source, whatever the case', async () => {
  const { stdout } = await scanclash(['list', 'rules', 'LET-MODUS']);
  expect(stdout).toContain('mcafee-virusscan/let-modus-send-mail');
  expect(stdout).toMatch(/\n1 rule\.\nNext: scanclash show mcafee-virusscan\/let-modus-send-mail\n$/);
});

test('a filter that fits nothing selects nothing, which is no success', async () => {
  expect(await scanclash(['list', 'facts', 'zzz'])).toMatchObject({ code: 2, stdout: '' });
});

test('a kind that does not exist is answered with the nearest', async () => {
  const { code, stderr } = await scanclash(['list', 'rulez']);
  expect(code).toBe(2);
  expect(stderr).toContain('Did you mean "rules"?');
});
