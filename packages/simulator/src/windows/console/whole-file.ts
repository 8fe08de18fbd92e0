import type { ReadResult, Rights } from '../files/index.ts';
import type { Invocation } from './console-program.ts';

/**
 * The content of a file as a program reads it that shares `share`. A local file is looked at: whoever holds it may be in
 * the way, but scanners are not asked and no time goes by, so that a question put to a host leaves its world as it was.
 * A file on another host takes its way over the network.
 */
export function readWhole(
  { host, shell }: Invocation,
  path: string,
  share: Partial<Rights>,
  done: (result: ReadResult) => void,
): void {
  if (host.files.drives.locate(path).kind !== 'remote') return done(host.files.peek(path, share));
  const request = { process: shell(), path, access: 'read', share, disposition: 'open-existing' } as const;
  host.files.open(request, (opened) => {
    if (!opened.ok) return done(opened);
    const bytes = opened.handle.read();
    opened.handle.close();
    done({ ok: true, bytes });
  });
}
