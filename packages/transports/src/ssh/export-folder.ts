import { randomBytes } from 'node:crypto';
import type { Client, SFTPWrapper } from 'ssh2';
import { shown } from '../bundle/bundle-error.ts';

/** What sftp refused, in words. */
export class SftpRefusal extends Error {}

const READ_AT_ONCE = 256 * 1024;

/**
 * The one folder that is written on a host: in the home folder of whoever logs in, which nobody else may read, named so
 * that it cannot exist. Commands start in that same folder, so its name is all that they need.
 */
export class ExportFolder {
  readonly name: string;
  /** What the clock of the host showed when the folder was made. */
  readonly madeAt: Date | undefined;
  readonly #sftp: SFTPWrapper;
  #files = 0;

  private constructor(sftp: SFTPWrapper, name: string, madeAt: Date | undefined) {
    this.#sftp = sftp;
    this.name = name;
    this.madeAt = madeAt;
  }

  /** @param made - told the name as soon as the folder is there. @throws SftpRefusal */
  static async make(client: Client, made: (name: string) => void): Promise<ExportFolder> {
    const sftp = await called<SFTPWrapper>((done) => client.sftp(done));
    sftp.on('error', () => undefined);
    const name = `scanclash-${randomBytes(6).toString('hex')}`;
    await called<void>((done) => sftp.mkdir(name, { mode: 0o700 }, done));
    made(name);
    const stat = await called<{ mtime: number }>((done) => sftp.stat(name, done)).catch(() => undefined);
    return new ExportFolder(sftp, name, stat === undefined ? undefined : new Date(stat.mtime * 1_000));
  }

  /** A file that does not exist yet, as a command names it. */
  nextFile(): { readonly path: string; readonly name: string } {
    this.#files += 1;
    const name = `${this.#files}.reg`;
    return { path: `${this.name}\\${name}`, name };
  }

  /** The bytes of a file, which is then removed; undefined where it is not there. @throws SftpRefusal */
  async take(name: string, maxBytes: number): Promise<Uint8Array | undefined> {
    const path = `${this.name}/${name}`;
    const handle = await called<Buffer>((done) => this.#sftp.open(path, 'r', done)).catch((error: unknown) => {
      if (error instanceof SftpRefusal && error.cause === NO_SUCH_FILE) return undefined;
      throw error;
    });
    if (handle === undefined) return undefined;
    const chunks: Buffer[] = [];
    let size = 0;
    for (;;) {
      const buffer = Buffer.alloc(READ_AT_ONCE);
      const read = await called<number>((done) => this.#sftp.read(handle, buffer, 0, READ_AT_ONCE, size, done));
      if (read === 0) break;
      size += read;
      if (size > maxBytes) throw new SftpRefusal(`the export is larger than ${Math.round(maxBytes / 1024 / 1024)} MB`);
      chunks.push(buffer.subarray(0, read));
    }
    await called<void>((done) => this.#sftp.close(handle, done));
    await called<void>((done) => this.#sftp.unlink(path, done));
    return new Uint8Array(Buffer.concat(chunks));
  }

  /** Takes the folder away, with what is left in it. @throws SftpRefusal */
  async remove(): Promise<void> {
    for (let file = 1; file <= this.#files; file++) {
      // Most were taken, some never came to be.
      await called<void>((done) => this.#sftp.unlink(`${this.name}/${file}.reg`, done)).catch(() => undefined);
    }
    await called<void>((done) => this.#sftp.rmdir(this.name, done));
  }
}

const NO_SUCH_FILE = 2;
const END_OF_FILE = 1;
/** What ssh2 says where nobody is left to answer. */
const GONE = new Set(['No response from server', 'Not connected']);

/** Calls a function of sftp and waits for what it says. */
function called<T>(call: (done: (error?: Error | null, result?: unknown) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    call((error, result) => {
      const code = (error as { code?: unknown } | null | undefined)?.code;
      if (code === END_OF_FILE) resolve(0 as T);
      else if (error == null) resolve(result as T);
      else
        reject(
          new SftpRefusal(GONE.has(error.message) ? 'the connection was lost' : shown(error.message), { cause: code }),
        );
    });
  });
}
