import { type Fact, factAt, plainOf } from '@scanclash/core';
import { expect, test } from 'vitest';
import { virusscanPolicyFacts } from './policy-facts.ts';
import type { SystemPolicy } from './policy-registry.ts';

const DEFAULT = 'On-Access Default Processes Policies';

const policy = (
  settings: Readonly<Record<string, string>>,
  { name = 'Mail servers', category = DEFAULT, more = [] as Readonly<Record<string, string>>[] } = {},
): SystemPolicy => ({
  name,
  category,
  sets: [settings, ...more].map((one) => ({
    audience: '',
    sections: [{ name: 'Anything', settings: new Map(Object.entries(one)) }],
  })),
});

const factsOf = (...policies: SystemPolicy[]): Fact =>
  virusscanPolicyFacts({ build: '8.0.0.912', server: 'epo01:8443', policies });
const why = (fact: Fact) => (fact.kind === 'unreadable' ? fact.reason : `known: ${JSON.stringify(plainOf(fact))}`);

const EXCLUSION = { NumExcludeItems: '1', ExcludedItem_0: '3|7|D:\\Spool\\|a note' };
const SPOOL = { type: 'path', value: 'D:\\Spool\\', onRead: true, onWrite: true, subfolders: true };

test('exclusions of a policy are those of the host where the policy overwrites them', () => {
  const facts = factsOf(policy({ ...EXCLUSION, bOverwriteExclusions: '1' }));
  const list = factAt(facts, 'onAccess.default.exclusions');
  expect(plainOf(list)).toEqual([SPOOL]);
  expect(list).toMatchObject({
    origin: {
      kind: 'policy',
      policy: 'policy "Mail servers" (On-Access Default Processes Policies) in ePO epo01:8443',
    },
  });
});

test.each([{ bOverwriteExclusions: '0' }, {}])('otherwise the host may have more of them: %j', (overwrites) => {
  const facts = factsOf(policy({ ...EXCLUSION, ...overwrites }));
  expect(factAt(facts, 'onAccess.default.exclusions')).toMatchObject({ kind: 'list', complete: false });
  expect(factAt(facts, 'epo.policyExclusions')).toMatchObject({ kind: 'list', complete: true });
});

test('a list may be counted as in policies of Endpoint Security', () => {
  const facts = factsOf(
    policy({ dwExclusionCount: '1', ExcludedItem_0: '3|7|D:\\Spool\\', bOverwriteExclusions: '1' }),
  );
  expect(plainOf(factAt(facts, 'onAccess.default.exclusions'))).toEqual([SPOOL]);
});

test('a list that is shorter than its count, or an entry of another form, is unread', () => {
  expect(
    why(factAt(factsOf(policy({ NumExcludeItems: '2', ExcludedItem_0: '3|7|D:\\' })), 'epo.policyExclusions')),
  ).toContain('ExcludedItem_1');
  expect(
    why(factAt(factsOf(policy({ NumExcludeItems: '1', ExcludedItem_0: 'D:\\Spool||1|1' })), 'epo.policyExclusions')),
  ).toContain('not understood');
});

test('what no policy mentions is unread, never a default', () => {
  const facts = factsOf(policy(EXCLUSION));
  expect(why(factAt(facts, 'onAccess.default.scanOnRead'))).toContain('no setting is called bScanOutgoing');
  expect(why(factAt(facts, 'onAccess.lowRisk.exclusions'))).toContain('On-Access Low-Risk Processes Policies');
  expect(why(factAt(facts, 'portRules.massMailing.block'))).toBe('no policy in ePO mentions it');
  expect(why(factAt(facts, 'mcShieldRunning'))).toContain('ask the host');
});

test('a policy whose form is not known says nothing', () => {
  const facts = factsOf(policy({ ExclusionList: '<list><item>D:\\Spool\\</item></list>' }));
  expect(why(factAt(facts, 'epo.policyExclusions'))).toContain('no setting is called NumExcludeItems');
});

test('where the settings for workstations and servers differ and nobody says which is which, they are unread', () => {
  const facts = factsOf(
    policy({ bScanIncoming: '1', bScanOutgoing: '0' }, { more: [{ bScanIncoming: '1', bScanOutgoing: '1' }] }),
  );
  expect(why(factAt(facts, 'onAccess.default.scanOnRead'))).toContain('for workstations and for servers differ');
  expect(plainOf(factAt(facts, 'onAccess.default.scanOnWrite'))).toBe(true);
});

test('port rules are read in the form of 8.0i, whatever the policy calls its section', () => {
  const facts = factsOf(
    policy(
      {
        PortBlockName_0: 'Prevent mass mailing worms from sending mail',
        PortBlockRange_0: '25',
        PortBlockEnabled_0: '1',
        PortBlockWhiteList_0: 'outlook.exe,SMTPDS.exe',
        APEnabled: '1',
      },
      { name: 'Ports', category: 'Access Protection Policies' },
    ),
  );
  expect(plainOf(factAt(facts, 'portRules.massMailing.block'))).toBe(true);
  expect(plainOf(factAt(facts, 'portRules.massMailing.ports'))).toBe('25');
  expect(plainOf(factAt(facts, 'portRules.massMailing.exempt'))).toEqual(['outlook.exe', 'SMTPDS.exe']);
  expect(plainOf(factAt(facts, 'accessProtection.enabled'))).toBe(true);
});

test('port rules of 8.5i and later are unread in a policy as they are on a host', () => {
  const facts = virusscanPolicyFacts({
    build: '8.8.0.1528',
    server: 'epo01:8443',
    policies: [policy({ AccessProtectionUserRules: 'UserEnforce CO14 0' }, { category: 'Access Protection Policies' })],
  });
  expect(factAt(facts, 'portRules.massMailing.block').kind).toBe('unreadable');
});

test('file types 2 and 3 are unread here as on a host', () => {
  expect(why(factAt(factsOf(policy({ LocalExtensionMode: '2' })), 'onAccess.default.fileTypes'))).toContain('disagree');
  expect(plainOf(factAt(factsOf(policy({ LocalExtensionMode: '1' })), 'onAccess.default.fileTypes'))).toBe('all');
});

test('a version that this model does not know is unread as a whole', () => {
  const facts = virusscanPolicyFacts({ build: '10.7.0', server: 'epo01:8443', policies: [] });
  expect(why(facts)).toContain('outside of what this model knows');
});
