import { decodeFileText, factAt, productFacts, sz } from '@scanclash/core';
import { PRODUCTS } from '@scanclash/products';
import { expect, test } from 'vitest';
import { playArm, scenarioById } from '../src/index.ts';
import { observeHost } from '../src/observe-host.ts';
import { brokenArm, SEED } from './lie-detectors/broken-run.ts';

const IPSEC = 'HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\IPSec';
const LOCAL = `${IPSEC}\\Policy\\Local`;
const POLICY = 'ipsecPolicy{72385230-70fa-11d1-864c-14a300000000}';
const PRESHARED = 'what only the peers know';

const windows = PRODUCTS.filter(({ id }) => id === 'windows');
const scenario = scenarioById('mail-flow/port25-blocks-modusmail');
const { hosts } = playArm(scenario, brokenArm(scenario), { seed: SEED }).built;
const host = [...hosts.values()].find(({ name }) => name === 'MAIL01');
if (host === undefined) throw new Error('the world has no MAIL01');
const { registry } = host;
registry.createKey(`${LOCAL}\\${POLICY}`);

const assigned = () =>
  windows.map((product) => factAt(productFacts(product, observeHost(host, windows)), 'ipsec.policyAssigned'));

test('a host tells whether an IPsec policy is assigned, here or by group policy', () => {
  expect(assigned()).toMatchObject([{ kind: 'known', value: false }]);

  registry.setValue(LOCAL, 'ActivePolicy', sz(`${LOCAL}\\${POLICY}`));
  expect(assigned()).toMatchObject([{ kind: 'known', value: true }]);

  registry.deleteValue(LOCAL, 'ActivePolicy');
  registry.setValue(`${IPSEC}\\GPTIPSECPolicy`, 'DSIPSECPolicyPath', sz(`LDAP://CN=${POLICY},CN=IP Security`));
  expect(assigned()).toMatchObject([{ kind: 'known', value: true }]);

  registry.deleteKey(`${IPSEC}\\GPTIPSECPolicy`);
  registry.deleteKey(LOCAL);
  registry.createKey(`${IPSEC}\\Policy\\Cache`);
  expect(assigned()).toMatchObject([{ kind: 'unreadable', reason: 'exit code 1' }]);
});

test('no answer to any question shows what lies below the keys, where preshared keys are', () => {
  registry.setValue(`${LOCAL}\\ipsecNFA{1}`, 'ipsecData', sz(PRESHARED));
  const { answers } = observeHost(host, PRODUCTS);
  const texts = answers.flatMap((answer) =>
    answer.kind === 'answered'
      ? [answer.stdout, answer.stderr, answer.file].map((bytes) => (bytes ? decodeFileText(bytes) : ''))
      : [],
  );
  expect(texts.filter((text) => text.includes('ipsecNFA{1}'))).toHaveLength(1);
  expect(texts.filter((text) => text.includes(PRESHARED))).toEqual([]);
});
