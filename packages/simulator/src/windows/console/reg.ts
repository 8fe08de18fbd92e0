import { applyRegFile, longKey, normalizeKey, parseRegFile, RegistryTree, writeRegFile } from '@scanclash/core';
import type { SimulatedHost } from '../simulated-host.ts';
import { type ConsoleOutput, type ConsoleProgram, fails, notModelled, prints } from './console-program.ts';

const NOT_FOUND = 'ERROR: The system was unable to find the specified registry key or value.\r\n';
const SUCCESS = 'The operation completed successfully.\r\n';

/** `reg`, the console of the registry. */
export const reg: ConsoleProgram = ({ host, args }, done) => {
  const [command = '', first = '', second = ''] = args;
  switch (command.toLowerCase()) {
    case 'export':
      return done(exportKey(host, first, second));
    case 'import':
      return done(importFile(host, first));
    case 'query':
      return done(query(host, first));
    default:
      return done(notModelled(`reg ${command}`));
  }
};

function exportKey(host: SimulatedHost, key: string, file: string): ConsoleOutput {
  const below = new RegistryTree();
  if (!copyKey(host.registry, normalizeKey(key), below)) return fails(NOT_FOUND);
  host.files.install(file, writeRegFile({ dialect: 5, encoding: 'utf-16le' }, below));
  return prints(SUCCESS);
}

function copyKey(from: RegistryTree, key: string, to: RegistryTree): boolean {
  const values = from.values(key);
  if (values.kind !== 'known') return false;
  to.createKey(key);
  for (const [name, value] of values.value) to.setValue(key, name, value);
  const subkeys = from.subkeys(key);
  for (const name of subkeys.kind === 'known' ? subkeys.value : []) copyKey(from, `${key}\\${name}`, to);
  return true;
}

function importFile(host: SimulatedHost, file: string): ConsoleOutput {
  const content = host.files.peek(file);
  if (!content.ok) return fails(`ERROR: Error opening the file. There may be a disk or file system error.\r\n`);
  const parsed = parseRegFile(content.bytes, { file });
  if (!parsed.ok) return fails('ERROR: Error accessing the registry.\r\n');
  applyRegFile(parsed.file, host.registry);
  return prints(SUCCESS);
}

/** `reg query KEY`: the values of the key, then its subkeys, each as a full path. */
function query(host: SimulatedHost, key: string): ConsoleOutput {
  const normal = normalizeKey(key);
  const subkeys = host.registry.subkeys(normal);
  if (subkeys.kind !== 'known') return fails(NOT_FOUND);
  return prints(['', ...subkeys.value.map((name) => `${longKey(normal)}\\${name}`), ''].join('\r\n'));
}
