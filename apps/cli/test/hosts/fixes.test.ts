import { applyRegFile, parseRegFile, type RegFile, RegistryTree } from '@scanclash/core';
import { builtInScenarios, playArm } from '@scanclash/scenarios';
import { beforeAll, describe, expect, test } from 'vitest';
import { ContainerHost, hasEngine } from './container-host.ts';

/** The .reg files of fixes as they are played, each once. */
const FIXES = new Map(
  (hasEngine ? builtInScenarios() : []).flatMap((scenario) =>
    scenario.arms
      .filter(({ kind }) => kind === 'fix')
      .flatMap((arm) => playArm(scenario, arm, { seed: 1 }).fixes)
      .flatMap(({ fix, reg }) => (reg === undefined ? [] : [[fix.id, reg] as const])),
  ),
);

function parsed(bytes: Uint8Array): RegFile {
  const result = parseRegFile(bytes, { file: 'a.reg' });
  if (!result.ok) throw new Error(`${result.error.line}: ${result.error.message}`);
  return result.file;
}

function treeOf(bytes: Uint8Array): RegistryTree {
  const tree = new RegistryTree();
  applyRegFile(parsed(bytes), tree);
  return tree;
}

/** What the fix writes, and the same places in what was exported afterwards. */
function written(reg: Uint8Array, exported: (key: string) => RegistryTree) {
  return parsed(reg).entries.flatMap(({ key, values }) =>
    values.flatMap((value) =>
      'value' in value ? [{ key, ...value, found: exported(key).value(key, value.name) }] : [],
    ),
  );
}

describe.skipIf(!hasEngine)('the .reg of a fix means the same to programs that we have not written', () => {
  let host: ContainerHost;
  beforeAll(async () => {
    host = await ContainerHost.start();
  });

  test('there are fixes to try', () => expect(FIXES.size).toBeGreaterThan(5));

  test.each([...FIXES])('%s: reg import and reg export of Wine', async (_id, reg) => {
    await host.put('/opt/wine/drive_c/fix.reg', reg);
    await host.windows('reg import C:\\fix.reg');
    const exports = new Map<string, RegistryTree>();
    for (const { key } of parsed(reg).entries) {
      await host.windows(`reg export "${key}" C:\\exported.reg /y`);
      exports.set(key, treeOf(await host.get('/opt/wine/drive_c/exported.reg')));
    }
    const values = written(reg, (key) => exports.get(key) ?? new RegistryTree());
    expect(values.length).toBeGreaterThan(0);
    for (const { key, name, value, found } of values) {
      expect({ key, name, found }).toEqual({ key, name, found: { kind: 'known', value } });
    }
  });

  test.each([...FIXES])('%s: net registry of Samba', async (id, reg) => {
    const net = `net -s /tmp/samba/smb.conf registry`;
    await host.run(
      'mkdir -p /tmp/samba/p /tmp/samba/s && printf "[global]\\nprivate dir=/tmp/samba/p\\nstate directory=/tmp/samba/s\\nlock directory=/tmp/samba/s\\ncache directory=/tmp/samba/s\\n" > /tmp/samba/smb.conf',
    );
    const file = `/tmp/${id.replace('/', '-')}.reg`;
    await host.put(file, reg);
    const exports = new Map<string, RegistryTree>();
    for (const { key } of parsed(reg).entries) {
      const parts = key.split('\\');
      for (let length = 3; length <= parts.length; length++)
        await host.run(`${net} createkey '${parts.slice(0, length).join('\\')}'`);
    }
    await host.run(`${net} import ${file}`);
    for (const { key } of parsed(reg).entries) {
      await host.run(`${net} export '${key}' /tmp/exported.reg enc=utf16le,bom=1,regedit5`);
      exports.set(key, treeOf(await host.get('/tmp/exported.reg')));
    }
    for (const { key, name, value, found } of written(reg, (one) => exports.get(one) ?? new RegistryTree())) {
      expect({ key, name, found }).toEqual({ key, name, found: { kind: 'known', value } });
    }
  });
});
