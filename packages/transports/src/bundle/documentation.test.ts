import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandLineOf } from '@scanclash/core';
import { expect, test } from 'vitest';
import { BUNDLE_LIMITS } from './bundle-limits.ts';
import { openBundle } from './open-bundle.ts';
import { temporaryFolder } from './test/temporary-folder.ts';

const guide = readFileSync(new URL('../../../../docs/bundle.md', import.meta.url), 'utf8');

test('the example of the guide is a bundle', async () => {
  const manifest = /```json\n([^]*?)```/.exec(guide)?.[1] ?? '';
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'hosts/MAIL01'), { recursive: true });
  writeFileSync(join(folder, 'manifest.json'), manifest);
  writeFileSync(join(folder, 'hosts/MAIL01/001-host-name.stdout'), 'MAIL01\r\n');
  const refusal = '[SC] EnumQueryServicesStatus:OpenService FAILED 1060:\r\n';
  writeFileSync(join(folder, 'hosts/MAIL01/002-service-state.stdout'), refusal);
  const { hosts, warnings, ignored, complete } = await openBundle(folder);
  expect({ warnings, ignored, complete }).toEqual({ warnings: [], ignored: [], complete: true });
  const answers = hosts.flatMap(({ requests, answerTo }) => requests.map((request) => answerTo(request)));
  expect(answers.map((answer) => answer?.kind)).toEqual(['answered', 'answered', 'failed']);
  expect(answers[1]).toMatchObject({ exitCode: 1060, stdout: new Uint8Array(Buffer.from(refusal)) });
});

test('the guide names the command of each question', () => {
  const rows = [...guide.matchAll(/^\| `([a-z-]+)` +\| +(?:`(\w+)` +)?\| `([^`]+)`/gm)];
  expect(rows).toHaveLength(19);
  for (const [, id = '', parameter, command = ''] of rows) {
    const value = { key: 'KEY', service: 'SERVICE', folder: 'FOLDER', path: 'FILE' }[parameter ?? ''];
    const request = { id, ...(parameter === undefined ? {} : { [parameter]: value }) };
    const line = commandLineOf(request as Parameters<typeof commandLineOf>[0], 'FILE');
    expect(line.ok && line.command.replaceAll('"', '')).toBe(command);
  }
});

test('the guide tells the limits as they are', () => {
  const mebibytes = (bytes: number) => `${bytes / 1024 / 1024} MiB`;
  expect(guide.replace(/\s+/g, ' ')).toContain(
    `more than ${BUNDLE_LIMITS.entries.toLocaleString('en')} entries, a zip above ${mebibytes(BUNDLE_LIMITS.archiveBytes)}, ` +
      `a file above ${mebibytes(BUNDLE_LIMITS.entryBytes)}, all files above ${mebibytes(BUNDLE_LIMITS.totalBytes)}, ` +
      `or a file above 4 MiB that unpacks to more than ${BUNDLE_LIMITS.ratio} times its size`,
  );
  expect(guide).toContain(`deeper than ${BUNDLE_LIMITS.depth} folders`);
});
