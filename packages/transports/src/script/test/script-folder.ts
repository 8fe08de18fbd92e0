import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sampleExport } from '../../bundle/test/sample-collection.ts';

/** The index of a script that asked five questions, as cmd.exe of a German Windows writes it; by hand. */
export function indexLines(host = 'MAIL01'): string[] {
  return [
    `{"kind":"collector","schema":"scanclash.collector/1","version":"0.1.0","host":"${host}","codePage":850}`,
    '{"kind":"clock","date":"02.03.2009","time":" 8:00:05,12","shortDate":"dd.MM.yyyy","bias":"0xffffffc4"}',
    '{"kind":"answer","n":1,"exitCode":0,"request":{"id":"registry-export","key":"HKLM\\\\SOFTWARE\\\\Modus"}}',
    '{"kind":"answer","n":2,"exitCode":1060,"request":{"id":"service-state","service":"McShield"}}',
    '{"kind":"answer","n":3,"exitCode":"too large","request":{"id":"processes"}}',
    '{"kind":"answer","n":4,"exitCode":9009,"request":{"id":"filter-drivers"}}',
    '{"kind":"answer","n":5,"exitCode":0,"found":5,"request":{"id":"file-text","path":"(found)\\\\Log.txt"}}',
    '{"kind":"end","answers":5}',
  ];
}

/** The folder that the script left behind, with its answers. */
export function writeScriptFolder(
  parent: string,
  options: {
    readonly host?: string;
    readonly lines?: readonly string[];
    readonly files?: Readonly<Record<string, string | Uint8Array>>;
  } = {},
): string {
  const { host = 'MAIL01', lines = indexLines(host), files = {} } = options;
  const folder = join(parent, `scanclash-${host}`);
  mkdirSync(folder);
  const all: Readonly<Record<string, string | Uint8Array>> = {
    'scanclash-index.jsonl': lines.map((line) => `${line}\r\n`).join(''),
    '1.reg': sampleExport(),
    '2.stdout': '[SC] FAILED 1060\r\n',
    '5.found': 'found=D:\\B\u0081cher\\\r\nfound_n=5\r\n',
    '5.stdout': 'line\r\n',
    ...files,
  };
  for (const n of [1, 2, 3, 4, 5]) {
    for (const part of ['stdout', 'stderr']) writeFileSync(join(folder, `${n}.${part}`), '');
  }
  for (const [name, content] of Object.entries(all)) {
    writeFileSync(join(folder, name), typeof content === 'string' ? Buffer.from(content, 'latin1') : content);
  }
  return folder;
}
