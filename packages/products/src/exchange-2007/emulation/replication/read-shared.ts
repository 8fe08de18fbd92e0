import { type Program, type Refused, shareEverything } from '@scanclash/simulator';

/** Reads a file whoever else uses it, as far as those allow it: only a lock of theirs is in the way. */
export function readShared(
  program: Program,
  path: string,
  done: (result: { readonly ok: true; readonly bytes: Uint8Array } | Refused) => void,
): void {
  const { host, process } = program;
  const request = { process, path, access: 'read', share: shareEverything, disposition: 'open-existing' } as const;
  host.files.open(request, (opened) => {
    if (!opened.ok) {
      if (program.isRunning) done(opened);
      return;
    }
    const bytes = opened.handle.read();
    opened.handle.close();
    if (program.isRunning) done({ ok: true, bytes });
  });
}
