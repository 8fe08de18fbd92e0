import { joinPath } from '@scanclash/core';
import ssh2, { type SFTPWrapper } from 'ssh2';
import type { SimulatedHost } from '../windows/simulated-host.ts';

const { STATUS_CODE } = ssh2.utils.sftp;
const READ: number = ssh2.utils.sftp.OPEN_MODE.READ;

/** Where sftp starts, and the console: the folder in which relative names are looked up. */
const HOME = 'C:\\';
const FOLDER = 0o040_700;
const FILE = 0o100_600;

/** Serves the files of a host over sftp: to look, to make and remove folders, to read and remove files. Nothing is written. */
export function serveFiles(host: SimulatedHost, sftp: SFTPWrapper): void {
  const handles = new Map<number, Uint8Array>();
  let opened = 0;
  const pathOf = (path: string) => {
    const windows = path.replaceAll('/', '\\').replace(/^\\(?=[A-Za-z]:)/, '');
    return /^[A-Za-z]:/.test(windows) ? windows : joinPath(HOME, windows.replace(/^\\|^\.$/, ''));
  };
  const status = (id: number, ok: boolean, otherwise: number = STATUS_CODE.FAILURE) =>
    sftp.status(id, ok ? STATUS_CODE.OK : otherwise);
  const stat = (id: number, path: string) => {
    const found = host.files.stat(pathOf(path));
    if (found === undefined) return sftp.status(id, STATUS_CODE.NO_SUCH_FILE);
    const written = secondsOf(host, found.writtenAt);
    const mode = found.kind === 'folder' ? FOLDER : FILE;
    sftp.attrs(id, { mode, uid: 0, gid: 0, size: found.size, atime: written, mtime: written });
  };
  sftp
    .on('STAT', stat)
    .on('LSTAT', stat)
    .on('REALPATH', (id, path) => {
      const filename = `/${pathOf(path).replaceAll('\\', '/')}`;
      sftp.name(id, [
        { filename, longname: filename, attrs: { mode: FOLDER, uid: 0, gid: 0, size: 0, atime: 0, mtime: 0 } },
      ]);
    })
    .on('MKDIR', (id, path) => status(id, host.files.makeFolder(pathOf(path)).ok))
    .on('RMDIR', (id, path) => status(id, host.files.removeFolder(pathOf(path)).ok))
    .on('REMOVE', (id, path) => {
      const process = host.run(`${host.systemRoot}\\system32\\OpenSSH\\sftp-server.exe`);
      host.files.remove({ process, path: pathOf(path) }, ({ ok }) => {
        host.processes.exit(process);
        status(id, ok, STATUS_CODE.NO_SUCH_FILE);
      });
    })
    .on('OPEN', (id, path, flags) => {
      if (flags !== READ) return sftp.status(id, STATUS_CODE.PERMISSION_DENIED);
      const read = host.files.peek(pathOf(path));
      if (!read.ok) return sftp.status(id, STATUS_CODE.NO_SUCH_FILE);
      opened += 1;
      handles.set(opened, read.bytes);
      const handle = Buffer.alloc(4);
      handle.writeUInt32BE(opened);
      sftp.handle(id, handle);
    })
    .on('READ', (id, handle, offset, length) => {
      const bytes = handles.get(handle.readUInt32BE());
      if (bytes === undefined) return sftp.status(id, STATUS_CODE.FAILURE);
      if (offset >= bytes.length) return sftp.status(id, STATUS_CODE.EOF);
      sftp.data(id, Buffer.from(bytes.subarray(offset, offset + length)));
    })
    .on('CLOSE', (id, handle) => status(id, handles.delete(handle.readUInt32BE())));
}

/** An instant of the world as sftp tells it: seconds since 1970, the clock of the host taken for UTC. */
function secondsOf(host: SimulatedHost, instant: number): number {
  const { year, month, day, hour, minute, second } = host.world.localTime(instant);
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1_000;
}
