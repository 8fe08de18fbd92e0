import type { HostAnswer, HostRequest } from '../../transport/request.ts';
import { encodeConsole } from '../../windows/console-encoding.ts';
import { writeRegFile } from '../../windows/reg-file.ts';
import { longKey } from '../../windows/registry-path.ts';
import { RegistryTree } from '../../windows/registry-tree.ts';
import type { RegistryValue } from '../../windows/registry-value.ts';

const CODE_PAGE = 437;
const nothing = new Uint8Array(0);

/** What a console answers, with exit code 0 unless it is given. */
export const answered = (request: HostRequest, stdout: string, exitCode = 0): HostAnswer => ({
  kind: 'answered',
  request,
  exitCode,
  stdout: encodeConsole(stdout, CODE_PAGE),
  stderr: nothing,
  codePage: CODE_PAGE,
});

/** `reg export` of a key, with the file that it wrote; none where it failed. */
export const exported = (key: string, file: RegistryTree | Uint8Array | undefined, exitCode = 0): HostAnswer => {
  const request: HostRequest = { id: 'registry-export', key };
  const bytes = file instanceof RegistryTree ? writeRegFile({ dialect: 5, encoding: 'utf-16le' }, file) : file;
  return { ...answered(request, '', exitCode), ...(bytes === undefined ? {} : { file: bytes }) };
};

/** `reg query` of a key, as far as it names subkeys. */
export const listed = (key: string, names: readonly string[]): HostAnswer =>
  answered({ id: 'registry-subkeys', key }, `\r\n${names.map((name) => `${longKey(key)}\\${name}\r\n`).join('')}`);

/** A registry with these values by their keys. */
export function treeOf(keys: Readonly<Record<string, Readonly<Record<string, RegistryValue>>>>): RegistryTree {
  const tree = new RegistryTree();
  for (const [key, values] of Object.entries(keys)) {
    tree.createKey(key);
    for (const [name, value] of Object.entries(values)) tree.setValue(key, name, value);
  }
  return tree;
}
