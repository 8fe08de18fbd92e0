import type { FileProcess, FileSystem, Refused } from './files/index.ts';
import type { Process, ProcessTable } from './process-table.ts';

/** What of a host it takes to start a program. */
interface ProgramHost {
  readonly files: FileSystem;
  readonly processes: ProcessTable;
  /** How often it was booted. */
  readonly boots: number;
}

export type ProgramStarted = (result: { readonly ok: true; readonly process: Process } | Refused) => void;

/**
 * Starts a program as CreateProcess does: the file is opened to be run, through all filters, and only then there is a
 * process. Answered at once where no filter delays; nobody is answered once the host is down.
 *
 * @source CreateProcess and SEC_IMAGE, Windows driver documentation: the image is opened with FILE_EXECUTE.
 * @assumed A running image keeps no file open, so a program can be replaced while it runs.
 */
export function startProgram(host: ProgramHost, executable: string, starter: FileProcess, done: ProgramStarted): void {
  const { boots } = host;
  const request = {
    process: starter,
    path: executable,
    access: 'execute',
    share: { read: true, delete: true },
    disposition: 'open-existing',
  } as const;
  host.files.open(request, (opened) => {
    if (!opened.ok) return done(opened);
    opened.handle.close();
    if (host.boots === boots) done({ ok: true, process: host.processes.start(executable) });
  });
}
