import { builtInRuleBook } from '@scanclash/products';
import { epoWebApi } from '@scanclash/products/emulations';
import { serveHttp } from '@scanclash/simulator/endpoints';
import { EPO_LIMITS } from '@scanclash/transports';
import { getResponse } from 'msw';
import { expect, test } from 'vitest';
import { openEpo } from '../../src/targets/epo-target.ts';
import { scanclash } from '../../src/test/command-line.ts';
import { expectReport } from '../../src/test/schemas.ts';
import { ENVIRONMENT, epoOf, LOGIN, pin, selfSigned, serveEpo } from '../../src/test/served-epo.ts';

const SYSTEMS = 3_000;
const MIB = 1024 * 1024;

/** The server of the scenario, to which the agents of many more systems have reported. */
function epoOfMany(count: number) {
  const epo = epoOf();
  for (let i = 0; i < count; i++) {
    const isServer = i % 10 === 0;
    epo.checkIn({
      name: `${isServer ? 'SRV' : 'WS'}${String(i).padStart(5, '0')}`,
      platform: isServer ? 'Server' : 'Workstation',
      osType: 'Microsoft Windows',
      products: i % 7 === 0 ? {} : { VIRUSCAN8000: '8.0.0.912' },
    });
  }
  return epo;
}

/** Serves it and notes how large answers are, and how many are under way at a time. */
async function measured(count: number) {
  const handlers = epoWebApi(epoOfMany(count), LOGIN);
  const { key, certificate } = await selfSigned();
  const seen = { answers: 0, largest: 0, atATime: 0 };
  let open = 0;
  const endpoint = await serveHttp({
    tls: { key, certificate },
    answer: async (request) => {
      seen.answers += 1;
      seen.atATime = Math.max(seen.atATime, ++open);
      const response = await getResponse(handlers, request);
      seen.largest = Math.max(seen.largest, (await response?.clone().arrayBuffer())?.byteLength ?? 0);
      open -= 1;
      return response;
    },
  });
  const before = process.memoryUsage().heapUsed;
  const opened = await openEpo(
    { kind: 'epo', word: 'epo://x', host: '127.0.0.1', port: endpoint.port, user: LOGIN.user },
    {
      environment: ENVIRONMENT,
      secret: () => Promise.resolve(undefined),
      descriptor: () => [] as never,
      interrupted: () => false,
    },
    { anyCertificate: true, hosts: [], progress: { update: () => {}, clear: () => {} } },
    EPO_LIMITS,
  );
  const read = await Promise.all(opened.hosts.map(({ read }) => read(new AbortController().signal)));
  const grown = process.memoryUsage().heapUsed - before;
  await endpoint.close();
  return { ...seen, opened, kinds: new Set(read.map(({ facts }) => facts)).size, grown };
}

test(`${SYSTEMS} systems are read in pages, over two connections, and share their facts`, {
  timeout: 120_000,
}, async () => {
  const { opened, answers, largest, atATime, kinds, grown } = await measured(SYSTEMS);
  expect(opened.hosts).toHaveLength(SYSTEMS + 2);
  // Help, policies, numbers of systems; then per page of 500 the systems and their assignments; one export.
  expect(answers).toBe(3 + 2 * Math.ceil((SYSTEMS + 2) / EPO_LIMITS.page) + 1);
  expect(opened.asked).toHaveLength(answers);
  expect(atATime).toBeLessThanOrEqual(2);
  expect(largest).toBeLessThan(MIB);
  // With and without VirusScan, servers and workstations; the two of the scenario have another build.
  expect(kinds).toBe(6);
  expect(grown).toBeLessThan(150 * MIB);
});

test('a whole fleet is checked in one run, and one thing is said once of all whom it concerns', {
  timeout: 120_000,
}, async () => {
  const epo = await serveEpo(epoOfMany(SYSTEMS));
  const words = ['check', epo.target, '--certificate', epo.pin, '--rule', 'mcafee-virusscan/policy-keeps-exclusions'];
  const given = ['--given', '*:modus={$absent: true}', '--given', 'SRV*:modus.spoolDirectory=D:\\Spool'];
  const json = await scanclash([...words, ...given, '--fail-on', 'medium', '--format', 'json'], {
    environment: ENVIRONMENT,
  });
  expect(json.code).toBe(1);
  const report = json.json() as unknown as {
    counts: Record<string, number>;
    subjects: unknown[];
    questions: unknown[];
  };
  expectReport('check', report);
  expect(report.subjects).toHaveLength(SYSTEMS + 2);
  // Of the 300 servers 43 have no VirusScan, as every seventh system.
  expect(report.counts).toMatchObject({ violated: 257, satisfied: 0, unknown: 0, total: SYSTEMS + 2 });
  expect(report.questions).toContainEqual({ host: `127.0.0.1:${epo.port}`, question: 'core.help', answered: true });

  const pretty = await scanclash([...words, ...given, '--fail-on', 'medium'], { environment: ENVIRONMENT });
  expect(pretty.stdout).toContain('and 249 more');
  expect(pretty.stdout.split('\n').length).toBeLessThan(80);
  await epo.close();
});

test('the systems that are named are asked for, and no others', async () => {
  const epo = await serveEpo(epoOfMany(SYSTEMS));
  const words = ['check', epo.target, '--certificate', epo.pin, '--host', 'srv00010', '--format', 'json'];
  const { code, json } = await scanclash(words, { environment: ENVIRONMENT });
  expect(code).toBe(3);
  const report = json() as unknown as { subjects: { id: string }[]; questions: { question: string }[] };
  expect(report.subjects.map(({ id }) => id)).toEqual(['SRV00010', 'cluster of SRV00010', 'site']);
  expect(report.questions.map(({ question }) => question)).toContain('system.find srv00010');
  expect(report.questions).toHaveLength(6);
  await epo.close();
});

test('Ctrl-C between two pages keeps what was read, and says that it is not all', { timeout: 60_000 }, async () => {
  const epo = await serveEpo(epoOfMany(SYSTEMS));
  const words = ['check', epo.target, '--certificate', epo.pin, '--rule', '*keeps*', '--format', 'json'];
  const { code, json } = await scanclash(words, { environment: ENVIRONMENT, interruptAfter: -1 });
  expect(code).toBe(130);
  expect(json()).toMatchObject({ complete: false });
  await epo.close();
});

test('the pin that is shown is the one that is taken', async () => {
  const epo = await serveEpo(epoOf());
  const refused = await scanclash(['check', epo.target], { environment: ENVIRONMENT });
  expect(refused.code).toBe(3);
  expect(refused.stderr.replaceAll(/\s+/g, ' ')).toContain(`--certificate ${await pin()}`);
  await epo.close();
});

test('all rules are judged on a fleet; what compares its hosts with each other is unknown there', {
  timeout: 120_000,
}, async () => {
  const epo = await serveEpo(epoOfMany(500));
  const words = ['check', epo.target, '--certificate', epo.pin, '--format', 'json'];
  const { code, json } = await scanclash(words, { environment: ENVIRONMENT });
  expect(code).toBe(3);
  const { findings, counts } = json() as unknown as {
    findings: { rule: string; subject: string; outcome: string; missing: string[] }[];
    counts: { total: number; violated: number };
  };
  const { rules } = builtInRuleBook();
  const of = (scope: string) => rules.filter((rule) => rule.scope === scope).length;
  // Nobody knows whether a system is the node of a cluster: it might be, so rules about clusters are unknown, too.
  expect(counts).toMatchObject({ total: 502 * (of('host') + of('cluster')) + of('site'), violated: 0 });
  const compared = findings.find(({ rule }) => rule === 'mcafee-virusscan/workstations-leave-modus-alone');
  expect(compared).toMatchObject({ subject: 'site', outcome: 'unknown', missing: ['hosts'] });
  await epo.close();
});
