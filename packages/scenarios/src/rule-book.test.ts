import { requestKey } from '@scanclash/core';
import { PRODUCTS } from '@scanclash/products';
import { expect, test } from 'vitest';
import { scenarioById } from './catalogue.ts';
import { observeHost } from './observe-host.ts';
import { playArm } from './play-arm.ts';
import { productsNamedBy, RULE_BOOK } from './rule-book.ts';

const scenario = scenarioById('mail-flow/port25-blocks-modusmail');
const arm = scenario.arms.find(({ id }) => id === 'broken');
if (arm === undefined) throw new Error('the scenario has no broken arm');
const host = playArm(scenario, arm, { seed: 1 }).built.hosts.get('MAIL01');
if (host === undefined) throw new Error('the world has no MAIL01');

const askedFor = (...ids: readonly string[]) =>
  observeHost(host, productsNamedBy(RULE_BOOK.rules.filter(({ id }) => ids.includes(id)))).answers.map(({ request }) =>
    requestKey(request),
  );

test('a host is asked what the rules can look at, and no other of the special questions', () => {
  expect(askedFor('vircom-modus/port-25-is-its-own')).toEqual(expect.arrayContaining(['connections', 'processes']));
  expect(askedFor('vircom-modus/no-ipsec-policy').filter((key) => key.includes('IPSec'))).toHaveLength(3);
  const other = askedFor('vircom-modus/nobody-holds-modus-files');
  expect(other).toContain('smb-open-files');
  const special = /^(?:connections|processes|folder-tree|files-with|file-version)|IPSec/;
  expect(other.filter((key) => special.test(key))).toEqual([]);
});

test('whoever asks for everything leaves none of them out', () => {
  const keys = observeHost(host, PRODUCTS).answers.map(({ request }) => requestKey(request));
  for (const start of ['connections', 'processes', 'folder-tree ', 'files-with ', 'file-version '])
    expect(keys.filter((key) => key.startsWith(start))).toHaveLength(1);
});

test('what a question serves is the name of a fact', () => {
  const serving = PRODUCTS.flatMap(({ id, facts, followUps = [] }) =>
    followUps.flatMap(({ serves = [] }) =>
      serves.map((name) => ({ id, name, isFact: Object.keys(facts).some((path) => path.split('.').includes(name)) })),
    ),
  );
  expect(serving.length).toBeGreaterThan(5);
  expect(serving.filter(({ isFact }) => !isFact)).toEqual([]);
});
