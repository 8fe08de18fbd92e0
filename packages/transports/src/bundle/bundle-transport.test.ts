import { join } from 'node:path';
import { type HostRequest, writeRegFile } from '@scanclash/core';
import { CONTRACT_REQUESTS, type ContractHost, transportContract } from '@scanclash/core/test';
import { expect, test } from 'vitest';
import { BundleTransport } from './bundle-transport.ts';
import { openBundle } from './open-bundle.ts';
import { answered, bytes, SAMPLE_ANSWERS, sampleCollection } from './test/sample-collection.ts';
import { temporaryFolder } from './test/temporary-folder.ts';
import { writeBundle } from './write-bundle.ts';

transportContract(async ({ name, registry, file }: ContractHost) => {
  const {
    export: key,
    missingExport,
    file: text,
    missingFile,
    missingService,
    name: host,
    version,
  } = CONTRACT_REQUESTS;
  const answers = [
    answered(key, { file: writeRegFile({ dialect: 5, encoding: 'utf-16le' }, registry) }),
    answered(missingExport, { exitCode: 1, stderr: bytes('ERROR\r\n') }),
    answered(text, { stdout: file.bytes }),
    answered(missingFile, { exitCode: 1, stderr: bytes('not found\r\n') }),
    answered(missingService, { exitCode: 1060, stdout: bytes('FAILED 1060\r\n') }),
    answered(host, { stdout: bytes(`${name}\r\n`) }),
    answered(version, { stdout: bytes('Version 5.2.3790\r\n') }),
  ];
  const path = join(temporaryFolder(), 'contract.zip');
  await writeBundle(path, sampleCollection({ hosts: [{ name, answers }] }));
  return transportOf(path);
});

async function transportOf(path: string): Promise<BundleTransport> {
  const { hosts } = await openBundle(path);
  const [host] = hosts;
  if (host === undefined) throw new Error('no host');
  return new BundleTransport(host);
}

async function sample(): Promise<BundleTransport> {
  const path = join(temporaryFolder(), 'sample.zip');
  await writeBundle(path, sampleCollection());
  return transportOf(path);
}

test('answers come back as they were collected', async () => {
  const transport = await sample();
  expect(transport.host).toBe('MAIL01');
  expect(await transport.ask(SAMPLE_ANSWERS.map(({ request }) => request))).toEqual(SAMPLE_ANSWERS);
});

test('a question that was not recorded fails, and says that it is not in the bundle', async () => {
  const request: HostRequest = { id: 'registry-export', key: 'HKLM\\SOFTWARE\\Modus\\Sub' };
  expect(await (await sample()).ask([request])).toEqual([{ kind: 'failed', request, reason: 'not in the bundle' }]);
});

test('a question is recognised as Windows would, and answered as it was asked now', async () => {
  const request: HostRequest = { id: 'registry-export', key: 'HKEY_LOCAL_MACHINE\\software\\MODUS\\' };
  const [answer] = await (await sample()).ask([request]);
  expect(answer).toEqual({ ...SAMPLE_ANSWERS[0], request });
});
