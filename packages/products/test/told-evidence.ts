import {
  encodeConsole,
  type HostAnswer,
  HostEvidence,
  type HostRequest,
  RegistryTree,
  type RegistryValue,
  writeRegFile,
} from '@scanclash/core';

/** Of the console of a western European Windows. */
const CODE_PAGE = 850;

/** What a console answers, in words of any western language. */
export const told = (request: HostRequest, stdout: string, exitCode = 0, stderr = ''): HostAnswer => ({
  kind: 'answered',
  request,
  exitCode,
  stdout: encodeConsole(stdout, CODE_PAGE),
  stderr: encodeConsole(stderr, CODE_PAGE),
  codePage: CODE_PAGE,
});

/** An export of a key that holds these values by their keys, and no others. */
export function exportOf(
  key: string,
  keys: Readonly<Record<string, Readonly<Record<string, RegistryValue>>>>,
): HostAnswer {
  const tree = new RegistryTree();
  tree.createKey(key);
  for (const [at, values] of Object.entries(keys))
    for (const [name, value] of Object.entries(values)) tree.setValue(at, name, value);
  const file = writeRegFile({ dialect: 5, encoding: 'utf-16le' }, tree);
  return { ...told({ id: 'registry-export', key }, ''), file } as HostAnswer;
}

export const evidenceOf = (...answers: readonly HostAnswer[]): HostEvidence => new HostEvidence('MAIL01', answers);

/** Lines as a console ends them. */
export const lines = (...written: readonly string[]): string => written.map((line) => `${line}\r\n`).join('');
