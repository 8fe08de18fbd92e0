import { type AnyProduct, collectHost, type Plain, plainOf, productFacts } from '@scanclash/core';
import { MINUTE, type SimulatedHost, SimulatedTransport } from '@scanclash/simulator';
import { expect, test } from 'vitest';
import { exchange2007 } from '../../src/exchange-2007/product.ts';
import { mcafeeGroupshieldEmulation } from '../../src/mcafee-groupshield/emulation/index.ts';
import { mcafeeGroupshield } from '../../src/mcafee-groupshield/product.ts';
import { windowsCluster } from '../../src/windows-cluster/product.ts';
import { CcrPair, USER } from '../exchange-2007/ccr-pair.ts';
import { crashScanner, WITH_GROUPSHIELD } from '../exchange-2007/with-groupshield.ts';

async function read(host: SimulatedHost, product: AnyProduct): Promise<Record<string, Plain | undefined>> {
  const facts = productFacts(product, await collectHost(new SimulatedTransport(host), [product]));
  if (facts.kind !== 'record') throw new Error(`${product.id} is ${facts.kind}`);
  return Object.fromEntries(Object.entries(facts.fields).map(([name, fact]) => [name, plainOf(fact)]));
}

test('a node tells of GroupShield what its services and event logs show, and nothing of its filters', async () => {
  const pair = new CcrPair(WITH_GROUPSHIELD);
  pair.type(pair.b, 'sc config GroupShield start= demand');
  mcafeeGroupshieldEmulation.stimuli['update']?.run(pair.b, { to: '7.0.1' } as never);
  pair.pass(MINUTE);
  const { service, ...groupshield } = await read(pair.b, mcafeeGroupshield);
  expect(service).toMatchObject({
    name: 'GroupShield',
    start: 'auto',
    running: true,
    dependsOn: ['MSExchangeIS'],
    dependsOnStore: true,
    failureActions: [],
    startTypeChanges: [
      { source: 'Service Control Manager', id: 7040, text: expect.stringContaining('from demand start to auto start') },
      { source: 'Service Control Manager', id: 7040, text: expect.stringContaining('from auto start to demand start') },
    ],
  });
  // The update could not replace the library, so the version is what it was.
  expect(groupshield).toMatchObject({ version: '7.0' });
  const filters = productFacts(
    mcafeeGroupshield,
    await collectHost(new SimulatedTransport(pair.b), [mcafeeGroupshield]),
  );
  expect(JSON.stringify(filters)).toContain('GroupShield keeps its filters in a form that is not public');
});

test('a passive node tells when GroupShield has started its store, and the newest records are enough for that', async () => {
  const pair = new CcrPair(WITH_GROUPSHIELD);
  pair.b.services.stop('GroupShield');
  pair.pass(MINUTE);
  pair.b.services.stop('MSExchangeIS');
  pair.pass(MINUTE);
  pair.b.services.start('GroupShield');
  pair.pass(MINUTE);
  const { storeState, attendantRunning, storeChanges } = await read(pair.b, exchange2007);
  expect([storeState, attendantRunning]).toEqual(['running', false]);
  expect(storeChanges).toMatchObject(
    ['running', 'stopped', 'running'].map((state) => ({
      id: 7036,
      text: `The Microsoft Exchange Information Store service entered the ${state} state.`,
    })),
  );
  expect((await read(pair.hub, exchange2007))['storeChanges']).toBeUndefined();
});

test('after a handoff that went wrong both nodes tell their half of it', async () => {
  const pair = new CcrPair({ ...WITH_GROUPSHIELD, nodeSettings: { otherPublicFolderDatabases: 1 } });
  crashScanner(pair.a);
  pair.send(USER, 1);
  pair.move(pair.b);
  pair.pass(5 * MINUTE);
  expect(await read(pair.a, exchange2007)).toMatchObject({
    storeState: 'stop-pending',
    attendantRunning: false,
    storeDependents: [{ service: 'GroupShield', running: false }],
    clusteredServer: { group: 'CMS01', storeResource: 'Exchange Information Store Instance (CMS01)' },
  });
  const { storeState, copyErrors } = await read(pair.b, exchange2007);
  expect(storeState).toBe('running');
  expect(copyErrors).toContainEqual(
    expect.objectContaining({ source: 'MSExchangeRepl', id: 2104, text: expect.stringMatching(/E00\.log\) = 32$/) }),
  );
  const { failures } = await read(pair.a, windowsCluster);
  expect(failures).toContainEqual(
    expect.objectContaining({ id: 1069, text: expect.stringContaining('Information Store Instance') }),
  );
});
