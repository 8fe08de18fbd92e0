import {
  asDword,
  asText,
  type Fact,
  factAt,
  judge,
  known,
  type Plain,
  plainOf,
  productFacts,
  RegistryTree,
  withFact,
} from '@scanclash/core';
import { builtInRuleBook, PRODUCTS } from '@scanclash/products';
import { type EpoServer, epoWebApi } from '@scanclash/products/emulations';
import { observeHost, playArm, scenarioById } from '@scanclash/scenarios';
import { EPO_LIMITS } from '@scanclash/transports';
import { setupServer } from 'msw/node';
import { expect, test } from 'vitest';
import { openEpo } from '../../src/targets/epo-target.ts';
import { ENVIRONMENT, LOGIN, SCENARIO } from '../../src/test/served-epo.ts';

/*
 * Policies say what hosts have, because agents have fetched and enforced them. Read over the web API, or asked of the
 * hosts themselves: the facts are equal, and so are the findings.
 */

const virusscan = PRODUCTS.find(({ id }) => id === 'mcafee-virusscan')!;
const CONTEXT = virusscan.versions!['8.0i'];
type Settings = Readonly<Record<string, Plain>>;

const CATEGORIES: readonly (readonly [RegExp, string])[] = [
  [/\\Configuration\\Default$/, 'On-Access Default Processes Policies'],
  [/\\Configuration\\Low$/, 'On-Access Low-Risk Processes Policies'],
  [/\\Configuration\\High$/, 'On-Access High-Risk Processes Policies'],
  [/\\McShield\\Configuration$/, 'On-Access General Policies'],
  [/\\BehaviourBlocking$/, 'Access Protection Policies'],
];

/** Policies that hold every setting of VirusScan, with the values of their console where nothing is said. */
function policiesWith(settings: Settings) {
  const registry = new RegistryTree();
  for (const setting of virusscan.settings) {
    const value: Plain | undefined = settings[setting.path] ?? setting.defaultFor(CONTEXT);
    if (value !== undefined) setting.write(registry, value, CONTEXT);
  }
  return CATEGORIES.map(([place, category]) => {
    const key = registry.keys().find((one) => place.test(one))!;
    const values = registry.values(key);
    const texts = values.kind === 'known' ? [...values.value] : [];
    const server = {
      ...Object.fromEntries(texts.map(([name, value]) => [name, String(asDword(value) ?? asText(value))])),
      ...(category.includes('Processes') ? { bOverwriteExclusions: '1' } : {}),
    };
    return { name: 'Mail servers', product: 'VIRUSCAN8000', category, server, workstation: {} };
  });
}

type Namespaces = Readonly<Record<string, Fact>>;
const virusscanOf = (facts: Namespaces): Fact => factAt({ kind: 'record', fields: facts }, 'virusscan');

/** A world in which the agent of MAIL01 has enforced these policies: what the host and the server say of it. */
async function bothSides(settings: Settings) {
  const scenario = scenarioById(SCENARIO);
  const policies = policiesWith(settings);
  const assignments = policies.map(({ name, product, category }) => ({ policy: name, product, category, system: '*' }));
  const broken = scenario.arms.find(({ id }) => id === 'broken')!;
  const { built } = playArm(scenario, broken, {
    seed: 1,
    settings: new Map([['EPO01', new Map([['mcafee-epo', { policies, assignments }]])]]),
  });
  const evidence = observeHost(built.hosts.get('MAIL01')!, PRODUCTS);
  const host = Object.fromEntries(PRODUCTS.map((product) => [product.namespace, productFacts(product, evidence)]));

  const intercepted = setupServer(...epoWebApi(built.hosts.get('EPO01')!.part<EpoServer>('mcafee-epo'), LOGIN));
  intercepted.listen({ onUnhandledRequest: 'error' });
  try {
    const opened = await openEpo(
      { kind: 'epo', word: 'epo://auditor@epo01.example.com', host: 'epo01.example.com', port: 8443, user: LOGIN.user },
      {
        environment: ENVIRONMENT,
        secret: () => Promise.resolve(undefined),
        descriptor: () => {
          throw new Error('nobody reads it');
        },
        interrupted: () => false,
      },
      { hosts: [], progress: { update: () => {}, clear: () => {} } },
      { ...EPO_LIMITS, retries: 0 },
    );
    expect(opened.warnings).toEqual([]);
    const { facts } = await opened.hosts.find(({ name }) => name === 'MAIL01')!.read(new AbortController().signal);
    return { host, epo: facts };
  } finally {
    intercepted.close();
  }
}

const excluded = (...folders: string[]) =>
  folders.map((value) => ({ type: 'path', value, onRead: true, onWrite: true, subfolders: true }));
const EVERYTHING = excluded('C:\\Program Files\\Vircom\\ModusMail\\', 'D:\\Spool\\');
const EXEMPT = { 'portRules.massMailing.exempt': ['outlook.exe', 'SMTPDS.exe'] };

const VARIANTS: Readonly<Record<string, Settings>> = {
  'the values of the console': {},
  'everything excluded': { 'onAccess.default.exclusions': EVERYTHING },
  'without subfolders': {
    'onAccess.default.exclusions': EVERYTHING.map((item) => ({ ...item, subfolders: false })),
  },
  'on reading only': { 'onAccess.default.exclusions': EVERYTHING.map((item) => ({ ...item, onWrite: false })) },
  'in the wrong profile': {
    'onAccess.onlyDefaultProfile': false,
    'onAccess.default.exclusions': EVERYTHING,
    'onAccess.lowRisk.processes': ['MODUSCAN.exe'],
  },
  'in every profile': {
    'onAccess.onlyDefaultProfile': false,
    'onAccess.default.exclusions': EVERYTHING,
    'onAccess.lowRisk.exclusions': EVERYTHING,
    'onAccess.lowRisk.processes': ['MODUSCAN.exe'],
    'onAccess.highRisk.exclusions': EVERYTHING,
  },
  'the mailer exempt': { ...EXEMPT, 'onAccess.default.exclusions': EVERYTHING },
  'the port rule off': { 'portRules.massMailing.block': false },
  'access protection off': { 'accessProtection.enabled': false },
  'no macros': Object.fromEntries(
    ['default', 'lowRisk', 'highRisk'].map((profile) => [`onAccess.${profile}.macroHeuristics`, false]),
  ),
  'remote hosts not blocked': { 'blockRemoteHost.enabled': false },
};

/** What an exclusion or a port rule is about: these must be decided without touching the host. */
const DECIDED = [
  'mcafee-virusscan/exclude-modus-root',
  'mcafee-virusscan/exclude-modus-spool',
  'mcafee-virusscan/exclude-modus-quarantine',
  'mcafee-virusscan/let-modus-send-mail',
  'mcafee-virusscan/keep-macro-scan-off',
];

const KEEPS = 'mcafee-virusscan/policy-keeps-exclusions';

const outcomesSeen = new Set<string>();

test.each(Object.entries(VARIANTS))('%s: ePO and the host say the same', async (_, settings) => {
  const { host, epo } = await bothSides(settings);
  const [ofHost, ofEpo] = [host, epo].map(virusscanOf) as [Fact, Fact];
  const told = virusscan.settings.filter(({ path }) => plainOf(factAt(ofEpo, path)) !== undefined);
  const compared = told.filter(({ path }) => plainOf(factAt(ofHost, path)) !== undefined && !path.startsWith('epo.'));
  expect(compared.length).toBeGreaterThan(40);
  for (const { path } of compared) {
    if (path === 'build') continue;
    expect([path, plainOf(factAt(ofEpo, path))]).toEqual([path, plainOf(factAt(ofHost, path))]);
  }

  const { rules, fixes } = builtInRuleBook();
  const findings = (facts: Readonly<Record<string, Fact>>) => {
    const subject = { id: 'MAIL01', scope: 'host' as const, hosts: [{ name: 'MAIL01', facts }], complete: true };
    return new Map(judge(rules, [subject], fixes).map((finding) => [finding.rule, finding]));
  };
  const asked = findings(host);
  // What only the host knows is said by the operator: that McShield runs, and everything about other products.
  const running = withFact(ofEpo, ['mcShieldRunning'], known(true, { kind: 'operator' }));
  const unasked = findings({ ...host, virusscan: running });
  for (const [rule, { outcome }] of unasked) {
    if (outcome === 'unknown' || rule === KEEPS) continue;
    expect([rule, outcome]).toEqual([rule, asked.get(rule)?.outcome]);
  }
  // Only the server knows its policy: on the host its form is not public.
  expect(asked.get(KEEPS)?.outcome).toBe('unknown');
  const keeps = JSON.stringify(settings).includes('D:');
  if (unasked.get('mcafee-virusscan/exclude-modus-spool')?.outcome === 'satisfied') {
    expect(unasked.get(KEEPS)?.outcome).toBe(keeps ? 'satisfied' : 'violated');
  }
  for (const rule of DECIDED) {
    const outcome = unasked.get(rule)?.outcome;
    expect([rule, outcome]).toEqual([rule, asked.get(rule)?.outcome]);
    expect(outcome, rule).not.toBe('unknown');
    outcomesSeen.add(`${rule} ${outcome}`);
  }
  expect(unasked.get('mcafee-virusscan/exclude-modus-spool')?.evidence.level).toBe('assumed');
});

test('the variants tell good settings from bad ones, in every rule that must be decided', () => {
  for (const rule of DECIDED) {
    expect(outcomesSeen).toContain(`${rule} violated`);
    expect([...outcomesSeen].filter((one) => one.startsWith(rule)).length, rule).toBeGreaterThan(1);
  }
});
