import { expect, test } from 'vitest';
import { EpoClient } from './epo-client.ts';
import { readFleet } from './epo-fleet.ts';
import { EPO_LIMITS } from './epo-limits.ts';
import { answering, oddServer } from './test/odd-server.ts';

const HELP = JSON.stringify([
  'core.executeQuery queryId [database=<>] - Executes a SQUID query',
  'core.help [command] [prefix=<>] - Displays a list of all commands',
  'policy.export productId [fileName] - Exports policies',
  'policy.find [searchText] - Finds all policies',
  'system.find searchText - Finds systems in the System Tree',
]);
const POLICY = {
  featureId: 'AV8800',
  featureName: ' Policy Category',
  objectId: 7,
  objectName: ' Mail servers ',
  objectNotes: '',
  productId: 'AV8800',
  productName: 'Anti-virus ',
  typeId: 40,
  typeName: 'Exclusions',
};

/** Reads the fleet of a server whose answers are given. */
async function fleetOf(answers: Readonly<Record<string, string>>) {
  const server = await oddServer(
    answering({ 'core.help': `OK:\r\n${HELP}`, 'policy.find': `OK:\r\n${JSON.stringify([POLICY])}`, ...answers }),
  );
  const connection = server.connection({ retries: 0 });
  try {
    const client = new EpoClient(connection);
    await client.expectCommands();
    const options = {
      versionColumn: 'Props.version',
      wants: () => true,
      limits: { ...EPO_LIMITS, connections: 1 },
      progress: () => {},
      interrupted: () => false,
    };
    return await readFleet(client, options);
  } finally {
    connection.close();
    server.close();
  }
}

const rows = (...list: object[]) => `OK:\r\n${JSON.stringify(list)}`;

test('a server that lacks a command says which, before anything else is asked', async () => {
  await expect(fleetOf({ 'core.help': 'OK:\r\n["core.help - help"]' })).rejects.toMatchObject({
    code: 'SC-EPO-006',
    message: expect.stringContaining('core.executeQuery, policy.find, policy.export, system.find'),
  });
});

test('names are trimmed, and cannot drive a terminal', async () => {
  const { systems, policies } = await fleetOf({
    'core.executeQuery': rows({
      'EPOLeafNode.AutoID': 12,
      'EPOLeafNode.NodeName': ' MAIL01\u001b[31m ',
      'EPOLeafNode.ManagedState': '1',
      'Props.version': '8.8.0.1528',
      'EPOAssignedPolicy.PolicyObjectID': 7,
      'EPOAssignedPolicy.CategoryTextID': 'Exclusions',
    }),
  });
  expect(policies.get(7)).toEqual({ id: 7, name: 'Mail servers', type: 'Exclusions', product: 'AV8800' });
  expect(systems).toEqual([
    {
      name: String.raw`MAIL01\u001b[31m`,
      lastUpdate: undefined,
      platform: undefined,
      isManaged: true,
      productVersion: '8.8.0.1528',
      assignments: [{ policy: 7, category: 'Exclusions' }],
    },
  ]);
});

test.each([
  ['an object instead of rows', 'OK:\r\n{"EPOLeafNode.AutoID":1}'],
  ['rows of numbers', 'OK:\r\n[1,2]'],
  ['a row without a number', rows({ 'EPOLeafNode.NodeName': 'MAIL01' })],
  ['a number that is none', rows({ 'EPOLeafNode.AutoID': 1e300, 'EPOLeafNode.NodeName': 'MAIL01' })],
  ['a negative number', rows({ 'EPOLeafNode.AutoID': -1, 'EPOLeafNode.NodeName': 'MAIL01' })],
  ['a condition in place of a number', rows({ 'EPOLeafNode.AutoID': '1)) (or (eq 1 1', 'EPOLeafNode.NodeName': 'X' })],
  ['a row without a name', rows({ 'EPOLeafNode.AutoID': 1 })],
  ['a name that is no text', rows({ 'EPOLeafNode.AutoID': 1, 'EPOLeafNode.NodeName': { toString: 'x' } })],
  ['JSON that is cut', 'OK:\r\n[{"EPOLeafNode.AutoID":1'],
  ['JSON nested a million times', `OK:\r\n${'['.repeat(1_000_000)}`],
  ['prototypes', 'OK:\r\n[{"__proto__":{"EPOLeafNode.AutoID":1,"EPOLeafNode.NodeName":"MAIL01"}}]'],
])('%s is an answer that is not understood, in a phase that is named', async (_, answer) => {
  await expect(fleetOf({ 'core.executeQuery': answer })).rejects.toMatchObject({
    code: 'SC-EPO-004',
    message: expect.stringMatching(/listing systems|reading systems/),
  });
  expect(({} as Record<string, unknown>)['EPOLeafNode.AutoID']).toBeUndefined();
});

test('policies of a wrong shape are not understood', async () => {
  await expect(fleetOf({ 'policy.find': 'OK:\r\n[{"objectId":"seven"}]' })).rejects.toMatchObject({
    code: 'SC-EPO-004',
    message: expect.stringContaining('listing policies'),
  });
});
