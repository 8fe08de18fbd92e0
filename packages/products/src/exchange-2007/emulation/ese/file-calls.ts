import {
  type FileHandle,
  isRefusal,
  type OpenRequest,
  type OpenResult,
  type Program,
  type Refused,
} from '@scanclash/simulator';

/** @source ESE-IO: JET_paramAccessDeniedRetryPeriod is 10000 ms where nobody sets it. */
const PATIENCE = 10_000_000;

type Opening = Pick<OpenRequest, 'path' | 'access' | 'share' | 'disposition'>;

/**
 * The file calls of the storage engine: a file that somebody else holds, or that is denied, is tried again for ten
 * seconds. Whoever waits for a program that has ended is not answered.
 */
export class FileCalls {
  readonly program: Program;

  constructor(program: Program) {
    this.program = program;
  }

  open(opening: Opening, done: (result: OpenResult) => void): void {
    const { host, process } = this.program;
    this.#patiently<{ readonly ok: true; readonly handle: FileHandle }>((answered) => {
      host.files.open({ process, ...opening }, (result) => {
        if (this.program.isRunning) answered(result);
        else if (result.ok) result.handle.close();
      });
    }, done);
  }

  rename(path: string, to: string, done: (result: { readonly ok: true } | Refused) => void): void {
    this.#patiently<{ readonly ok: true }>((answered) => this.program.rename(path, to, answered), done);
  }

  /** The whole content of a file that others may read too. */
  read(path: string, done: (result: { readonly ok: true; readonly bytes: Uint8Array } | Refused) => void): void {
    this.#patiently<{ readonly ok: true; readonly bytes: Uint8Array }>(
      (answered) => this.program.read(path, answered),
      done,
    );
  }

  #patiently<T extends { readonly ok: true }>(
    attempt: (answered: (result: T | Refused) => void) => void,
    done: (result: T | Refused) => void,
  ): void {
    const { world } = this.program.host;
    const since = world.now;
    const again = (): void =>
      attempt((result) => {
        const isHeld = !result.ok && isRefusal(result.error);
        if (!isHeld || !world.behaviours.on('exchange-2007/denied-files-are-tried-again')) return done(result);
        if (world.now - since >= PATIENCE) return done(result);
        const pause = world.behaviours.value<number>('exchange-2007/denied-file-retry');
        this.program.after(pause, 'file that is held', again);
      });
    again();
  }
}
