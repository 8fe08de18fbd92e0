import { expect, test } from 'vitest';
import { isCodePage } from '../../windows/console-encoding.ts';
import { applyRegFile, parseRegFile, type RegFileEntry } from '../../windows/reg-file.ts';
import { binary, dword, expandSz, multiSz, sz } from '../../windows/registry-data.ts';
import { RegistryTree } from '../../windows/registry-tree.ts';
import type { HostAnswer, HostRequest } from '../request.ts';
import type { Transport } from '../transport.ts';

/** What a host must hold that a transport of it is tried on. */
export interface ContractHost {
  readonly name: string;
  /** A key with all that is below it, parents first. */
  readonly registry: readonly RegFileEntry[];
  /** A text file that no console may touch: bytes of a code page, bare LF, a NUL, no line end. */
  readonly file: { readonly path: string; readonly bytes: Uint8Array };
  /** What is not there. */
  readonly missing: { readonly key: string; readonly service: string; readonly path: string };
}

const KEY = 'HKLM\\SOFTWARE\\scanclash contract';

export const CONTRACT_HOST: ContractHost = {
  name: 'MAIL01',
  registry: [
    {
      key: KEY,
      values: [
        { name: '', value: sz('default') },
        { name: 'Text', value: sz('say "hi" C:\\x\\') },
        { name: 'Ünïcödé 名前', value: sz('zażółć 漢字 😀') },
        { name: 'Folder', value: expandSz('%SystemRoot%\\Temp') },
        { name: 'Lines', value: sz('one\r\ntwo') },
        { name: 'Ports', value: multiSz(['25', '110']) },
        { name: 'Number', value: dword(0xffff_ffff) },
        { name: 'Bytes', value: binary(Array.from({ length: 256 }, (_, byte) => byte)) },
        { name: 'Empty', value: binary([]) },
      ],
    },
    { key: `${KEY}\\Sub Key`, values: [] },
    { key: `${KEY}\\Sub Key\\Deep`, values: [{ name: 'Odd', value: { type: 'REG_SZ', bytes: Uint8Array.of(0x61) } }] },
  ],
  file: {
    path: 'C:\\contract\\log.txt',
    bytes: Uint8Array.from([...Array.from({ length: 256 }, (_, byte) => byte), 0x0d, 0x0a, 0x0a, 0x9a, 0x1a]),
  },
  missing: {
    key: 'HKLM\\SOFTWARE\\scanclash no such key',
    service: 'scanclash-no-such-service',
    path: 'C:\\contract\\missing.txt',
  },
};

/** What the contract asks of the host; a bundle of the host has to hold the answers to these. */
export const CONTRACT_REQUESTS = {
  export: { id: 'registry-export', key: KEY },
  missingExport: { id: 'registry-export', key: CONTRACT_HOST.missing.key },
  file: { id: 'file-text', path: CONTRACT_HOST.file.path },
  missingFile: { id: 'file-text', path: CONTRACT_HOST.missing.path },
  missingService: { id: 'service-state', service: CONTRACT_HOST.missing.service },
  name: { id: 'host-name' },
  version: { id: 'windows-version' },
} as const satisfies Readonly<Record<string, HostRequest>>;

/** Parameters that no command line can hold. */
const UNQUOTABLE: readonly HostRequest[] = [
  { id: 'registry-export', key: 'HKLM\\SOFTWARE\\"& del C:\\* &"' },
  { id: 'registry-export', key: 'HKLM\\SOFTWARE\\%PATH%' },
  { id: 'registry-subkeys', key: 'HKLM\\SOFTWARE\\two\nlines' },
  { id: 'service-state', service: 'two\r\nlines' },
  { id: 'file-text', path: 'C:\\"quoted".txt' },
  { id: 'folder-tree', folder: 'C:\\nul\u0000' },
];

/**
 * What every transport owes to collectors, as a suite of vitest.
 *
 * @param makeTransport - A transport to a host that holds {@link CONTRACT_HOST}; called once for each test.
 * @param options - `missingService`: how `sc query` exits there for a service that does not exist (Windows: 1060);
 *   `host`: what it holds, where its tools cannot carry all of {@link CONTRACT_HOST}; of the same names.
 */
export function transportContract(
  makeTransport: (host: ContractHost) => Transport | Promise<Transport>,
  options: { readonly missingService?: number; readonly host?: ContractHost } = {},
): void {
  const { missingService = 1060, host = CONTRACT_HOST } = options;
  const ask = async (...batch: HostRequest[]) => (await makeTransport(host)).ask(batch);
  const requests: readonly HostRequest[] = Object.values(CONTRACT_REQUESTS);

  test('a transport is of the host that it was made for', async () => {
    expect((await makeTransport(host)).host).toBe(host.name);
  });

  test('each request has one answer, in the order of the requests', async () => {
    expect((await ask(...requests)).map(({ request }) => request)).toEqual(requests);
    const reversed = requests.toReversed();
    expect((await ask(...reversed)).map(({ request }) => request)).toEqual(reversed);
  });

  test('an empty batch has no answers', async () => {
    expect(await ask()).toEqual([]);
  });

  test('a question asked twice is answered twice and alike, in one batch and in two', async () => {
    const transport = await makeTransport(host);
    const [first, other, second] = await transport.ask([
      CONTRACT_REQUESTS.export,
      CONTRACT_REQUESTS.name,
      CONTRACT_REQUESTS.export,
    ]);
    const [third] = await transport.ask([CONTRACT_REQUESTS.export]);
    expect(other).toMatchObject({ kind: 'answered', request: CONTRACT_REQUESTS.name });
    expect(answered(first).file).toBeDefined();
    expect(second).toEqual(first);
    expect(third).toEqual(first);
  });

  test('an export arrives as it was written, in UTF-16', async () => {
    const [answer] = await ask(CONTRACT_REQUESTS.export);
    const { exitCode, file = new Uint8Array() } = answered(answer);
    expect(exitCode).toBe(0);
    expect([...file.subarray(0, 2)]).toEqual([0xff, 0xfe]);
    const parsed = parseRegFile(file, { file: 'export' });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
    expect(parsed.file.notes).toEqual([]);
    expect(treeOf(parsed.file.entries)).toEqual(treeOf(host.registry));
  });

  test('a file arrives byte by byte, whatever the code page makes of it', async () => {
    const [answer] = await ask(CONTRACT_REQUESTS.file);
    const { exitCode, stdout, codePage, file } = answered(answer);
    expect(exitCode).toBe(0);
    expect([...stdout]).toEqual([...host.file.bytes]);
    expect(isCodePage(codePage)).toBe(true);
    expect(file).toBeUndefined();
  });

  test('the exit code tells what is not there, and no file comes with it', async () => {
    const [key, file, service] = await ask(
      CONTRACT_REQUESTS.missingExport,
      CONTRACT_REQUESTS.missingFile,
      CONTRACT_REQUESTS.missingService,
    );
    expect(answered(key)).toMatchObject({ exitCode: 1 });
    expect(answered(key).file).toBeUndefined();
    expect(answered(file)).toMatchObject({ exitCode: 1, stdout: new Uint8Array() });
    expect(answered(service)).toMatchObject({ exitCode: missingService });
  });

  test('what cannot be quoted fails with the reason, and the rest is answered', async () => {
    const answers = await ask(...UNQUOTABLE, CONTRACT_REQUESTS.name);
    expect(answers.map(({ kind }) => kind)).toEqual([...UNQUOTABLE.map(() => 'failed'), 'answered']);
    for (const [i, answer] of answers.slice(0, UNQUOTABLE.length).entries()) {
      expect(answer.request).toEqual(UNQUOTABLE[i]);
      expect(answer.kind === 'failed' ? answer.reason : '').not.toBe('');
    }
  });

  test('one question without an answer leaves the others alone', async () => {
    const answers = await ask(CONTRACT_REQUESTS.version, CONTRACT_REQUESTS.missingExport, CONTRACT_REQUESTS.name);
    expect(answers.map((answer) => answered(answer).exitCode)).toEqual([0, 1, 0]);
  });
}

function answered(answer: HostAnswer | undefined): HostAnswer & { readonly kind: 'answered' } {
  if (answer?.kind !== 'answered') throw new Error(`not answered: ${JSON.stringify(answer)}`);
  return answer;
}

/** The same for two lists of entries that make the same registry: it keeps no order. */
function treeOf(entries: readonly RegFileEntry[]): readonly RegFileEntry[] {
  const tree = new RegistryTree();
  applyRegFile({ entries }, tree);
  return tree
    .contents()
    .map(({ values, ...entry }) => ({ ...entry, values: values.toSorted((a, b) => (a.name < b.name ? -1 : 1)) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}
