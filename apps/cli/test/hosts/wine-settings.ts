import { joinPath, writeRegFile } from '@scanclash/core';
import type { ContractHost } from '@scanclash/core/test';
import { runCommand, type SimulatedHost } from '@scanclash/simulator';
import type { ContainerHost } from './container-host.ts';

/** A service program of Wine that runs under any name. */
const SERVICE_PROGRAM = 'C:\\windows\\system32\\plugplay.exe';
const SERVICES = 'HKLM\\SYSTEM\\CurrentControlSet\\Services';
const KEYS = ['HKLM\\SOFTWARE', SERVICES, 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\ProductOptions'];

/** What `reg export` of a simulated host writes. */
function exportOf(host: SimulatedHost, key: string): Uint8Array {
  const file = joinPath(host.systemRoot, 'Temp\\export.reg');
  let exitCode: number | undefined;
  runCommand(host, `reg export "${key}" ${file} /y`, (output) => {
    exitCode = output.exitCode;
  });
  const read = host.files.peek(file);
  if (exitCode !== 0 || !read.ok) throw new Error(`reg export ${key}: exit code ${exitCode}`);
  return read.bytes;
}

/**
 * Gives Wine the registry of a simulated host, by its own `reg import`, lets the services run that run there, and puts
 * these files where they are looked for.
 */
export async function takeOver(from: SimulatedHost, to: ContainerHost, files: readonly string[]): Promise<void> {
  const allUsers = (await to.windows('echo %ALLUSERSPROFILE%')).trim();
  for (const path of files) {
    const file = from.files.peek(from.expand(path));
    if (file.ok) await to.put(unixPath(path.replace('%ALLUSERSPROFILE%', allUsers)), file.bytes);
  }
  for (const name of from.services.names().filter((one) => from.services.isRunning(one))) {
    await to.windows(`sc create "${name}" binPath= "${SERVICE_PROGRAM}"`).catch(() => undefined);
    await to.windows(`sc start "${name}"`).catch(() => undefined);
  }
  for (const [i, key] of KEYS.entries()) {
    const path = `/opt/wine/drive_c/import${i}.reg`;
    await to.put(path, exportOf(from, key));
    await to.windows(`reg import C:\\import${i}.reg`);
    await to.run(`rm ${path}`);
  }
}

/** Gives Wine what the contract of transports wants of a host. */
export async function giveContract({ registry, file }: ContractHost, to: ContainerHost): Promise<void> {
  await to.put('/opt/wine/drive_c/contract.reg', writeRegFile({ dialect: 5, encoding: 'utf-16le' }, registry));
  await to.windows('reg import C:\\contract.reg');
  await to.put(unixPath(file.path), file.bytes);
}

/** Where a file of Wine lies for Linux. */
const unixPath = (path: string) => path.replace('C:', '/opt/wine/drive_c').replaceAll('\\', '/');
