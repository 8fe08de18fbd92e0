import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeRegFile } from '@scanclash/core';
import { CONTRACT_HOST, type ContractHost, transportContract } from '@scanclash/core/test';
import { LocalTransport } from '@scanclash/transports';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { hasWine, makeWineHost, WINE, type WineHost } from './wine.ts';

/**
 * What the tools of Wine 8 can carry: its reg.exe crashes on a text of one byte and writes a line break in a text as
 * `\\r\\n`, which no .reg file means so; its `type` is for text.
 */
const HOST: ContractHost = {
  ...CONTRACT_HOST,
  registry: CONTRACT_HOST.registry.map((entry) => ({
    ...entry,
    values: entry.values.filter(({ name }) => name !== 'Odd' && name !== 'Lines'),
  })),
  file: { path: CONTRACT_HOST.file.path, bytes: new TextEncoder().encode('one\r\ntwo & <three> %PATH%') },
};

describe.skipIf(!hasWine())("the local transport, asking Wine's command interpreter", () => {
  let wine: WineHost;
  const open: LocalTransport[] = [];
  const transport = (batchMs?: number) => {
    const made = new LocalTransport({
      host: CONTRACT_HOST.name,
      interpreter: WINE,
      ...(batchMs === undefined ? {} : { batchMs }),
    });
    open.push(made);
    return made;
  };

  beforeAll(() => {
    wine = makeWineHost();
    wine.importRegistry(writeRegFile({ dialect: 5, encoding: 'utf-16le' }, HOST.registry));
    mkdirSync(join(wine.folder, '..', 'contract'));
    writeFileSync(join(wine.folder, '..', 'contract', 'log.txt'), HOST.file.bytes);
  });
  afterAll(() => wine.remove());
  afterEach(async () => {
    for (const one of open.splice(0)) await one.close();
  });

  // sc.exe of Wine exits with 1 where that of Windows exits with 1060.
  transportContract(() => transport(), { missingService: 1, host: HOST });

  test('nothing is left of the folder that the answers went into', async () => {
    const left = () => readdirSync(tmpdir()).filter((name) => /^scanclash-[^-]+$/.test(name));
    const before = left();
    const one = transport();
    await one.ask([{ id: 'host-name' }]);
    expect(left()).not.toEqual(before);
    await one.close();
    expect(left()).toEqual(before);
  });

  test('a batch that takes too long fails in time, with the reason', async () => {
    const [answer] = await transport(1).ask([{ id: 'host-name' }]);
    expect(answer).toMatchObject({ kind: 'failed', reason: 'no answer within 1 ms' });
  });
});
