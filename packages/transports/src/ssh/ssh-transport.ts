import {
  commandLineOf,
  decodeConsole,
  type HostAnswer,
  type HostIdentity,
  type HostRequest,
  type HostSession,
  isCodePage,
  type ProbeAnswer,
  ScanclashError,
  type Transport,
} from '@scanclash/core';
import { type DefaultShell, inShell, SHELL_QUESTION, shellOf } from './default-shell.ts';
import { ExportFolder, SftpRefusal } from './export-folder.ts';
import { type CommandEnd, runCommand } from './run-command.ts';
import { showSshAddress } from './ssh-address.ts';
import { connectSsh, type Hop, type SshConnection, stopReason } from './ssh-connection.ts';
import { CHANNELS, CLEAN_UP_MS, SSH_LIMITS, type SshLimits } from './ssh-limits.ts';

export interface SshOptions {
  /** How to call the host until it has said its own name. */
  readonly host: string;
  /** Jump hosts, then the host itself. */
  readonly route: readonly [...Hop[], Hop];
  readonly limits?: Partial<SshLimits>;
  /** Whether registry exports may go to a temporary folder; without one they are not asked for. */
  readonly temporaryFolder?: boolean;
  /** Ends everything; its reason is a text. */
  readonly signal?: AbortSignal;
}

/** A host that is connected, and how it wants to be talked to. */
interface Asked {
  readonly connection: SshConnection;
  readonly shell: DefaultShell;
  readonly codePage: number;
}

const OEM_CODE_PAGE = 'reg query "HKLM\\SYSTEM\\CurrentControlSet\\Control\\Nls\\CodePage" /v OEMCP';

const PAUSE_BEFORE_RETRY_MS = 100;

/**
 * Asks a Windows host over ssh: a batch of questions goes over one connection, each question on a channel of its own,
 * which is what keeps its output and exit code apart from the others'. Nothing is thrown for a host that does not answer:
 * its questions fail with the reason. Whoever makes one closes it.
 */
export class SshTransport implements Transport {
  readonly host: string;
  readonly #options: SshOptions;
  readonly #limits: SshLimits;
  readonly #stop = new AbortController();
  readonly #identities: HostSession['identities'][number][] = [];
  readonly #commands: string[] = [];
  #asked: Promise<Asked> | undefined;
  #folder: Promise<ExportFolder> | undefined;
  #folderName: string | undefined;
  #folderRemoved = false;
  #clock: Date | undefined;
  #deadline: NodeJS.Timeout | undefined;
  #bytes = 0;
  #closed: Promise<void> | undefined;
  #trouble: ScanclashError | undefined;
  readonly #signal: AbortSignal;

  constructor(options: SshOptions) {
    const { host, limits, signal } = options;
    this.host = host;
    this.#options = options;
    this.#limits = { ...SSH_LIMITS, ...limits };
    this.#signal = signal === undefined ? this.#stop.signal : AbortSignal.any([signal, this.#stop.signal]);
  }

  async ask(batch: readonly HostRequest[]): Promise<readonly HostAnswer[]> {
    const answers: HostAnswer[] = [];
    const waiting = batch.entries();
    const worker = async () => {
      for (const [i, request] of waiting) answers[i] = await this.#answer(request);
    };
    await Promise.all(Array.from({ length: Math.min(CHANNELS, batch.length) }, worker));
    return answers;
  }

  /** A command of a probe: it writes, so it is not tried again. */
  async runCommand(command: string): Promise<ProbeAnswer> {
    try {
      const asked = await (this.#asked ??= this.#connect());
      const line = inShell(asked.shell, command);
      if (!line.ok) return line;
      const end = await this.#run(asked.connection, line.command);
      if (end.kind === 'failed') return { ok: false, reason: end.reason };
      return {
        ok: true,
        exitCode: end.exitCode,
        stdout: end.stdout,
        stderr: decodeConsole(end.stderr, asked.codePage),
      };
    } catch (error) {
      if (error instanceof ScanclashError) return { ok: false, reason: error.problem };
      throw error;
    }
  }

  /** What was done so far, and what became of it. */
  get session(): HostSession {
    const name = this.#folderName;
    return {
      address: showSshAddress(this.#target.address),
      identities: this.#identities,
      commands: this.#commands,
      temporaryFolder: name === undefined ? undefined : { name, removed: this.#folderRemoved },
      trouble: this.#trouble,
    };
  }

  /** What the clock of the host showed; undefined where it was not seen. */
  get clock(): Date | undefined {
    return this.#clock;
  }

  /** Removes what was written, and hangs up. */
  close(): Promise<void> {
    this.#closed ??= this.#cleanUp();
    return this.#closed;
  }

  async #cleanUp(): Promise<void> {
    clearTimeout(this.#deadline);
    const folder = await this.#folder?.catch(() => undefined);
    if (this.#folderName !== undefined) {
      const removal = folder?.remove() ?? Promise.reject(new SftpRefusal('the connection was lost'));
      try {
        await within(CLEAN_UP_MS, removal);
        this.#folderRemoved = true;
      } catch (error) {
        this.#note(`clean-up: ${this.#folderName} is still there: ${(error as Error).message}`);
      }
    }
    (await this.#asked?.catch(() => undefined))?.connection.close();
    this.#stop.abort('closed');
  }

  get #target(): Hop {
    return this.#options.route.at(-1) as Hop;
  }

  async #answer(request: HostRequest): Promise<HostAnswer> {
    const failed = (reason: string): HostAnswer => ({ kind: 'failed', request, reason });
    const unquotable = commandLineOf(request, '');
    if (!unquotable.ok) return failed(unquotable.reason);
    let asked: Asked;
    try {
      asked = await (this.#asked ??= this.#connect());
    } catch (error) {
      if (!(error instanceof ScanclashError)) throw error;
      this.#trouble ??= error;
      return failed(error.problem);
    }
    if (request.id === 'registry-export' && this.#options.temporaryFolder === false) {
      return failed('an export needs a temporary folder, which --no-temp rules out');
    }
    const answer = await this.#try(request, asked);
    if (answer !== 'cut off') return answer;
    // A question only reads: it may be asked again.
    await new Promise((resolve) => setTimeout(resolve, PAUSE_BEFORE_RETRY_MS * (1 + Math.random())));
    return this.#try(request, asked, { isLast: true });
  }

  async #try(request: HostRequest, asked: Asked): Promise<HostAnswer | 'cut off'>;
  async #try(request: HostRequest, asked: Asked, last: { isLast: true }): Promise<HostAnswer>;
  async #try(request: HostRequest, asked: Asked, { isLast } = { isLast: false }): Promise<HostAnswer | 'cut off'> {
    const failed = (reason: string): HostAnswer => {
      this.#note(`questions: ${request.id}: ${reason}`);
      return { kind: 'failed', request, reason };
    };
    let folder: ExportFolder | undefined;
    if (request.id === 'registry-export') {
      try {
        folder = await within(this.#limits.questionMs, (this.#folder ??= this.#makeFolder(asked.connection)));
      } catch (error) {
        return failed(`temporary folder: ${(error as Error).message}`);
      }
    }
    const file = folder?.nextFile();
    const line = commandLineOf(request, file?.path ?? '');
    const command = line.ok ? inShell(asked.shell, line.command) : line;
    if (!command.ok) return { kind: 'failed', request, reason: command.reason };
    const end = await this.#run(asked.connection, command.command);
    if (end.kind === 'failed') return end.gone && !isLast ? 'cut off' : failed(end.reason);
    const { exitCode, stdout, stderr } = end;
    const answer: HostAnswer = { kind: 'answered', request, exitCode, stdout, stderr, codePage: asked.codePage };
    if (folder === undefined || file === undefined || exitCode !== 0) return answer;
    try {
      const bytes = await within(this.#limits.questionMs, folder.take(file.name, this.#room()));
      if (bytes === undefined) return failed('the export was reported as written, and is not in the temporary folder');
      this.#bytes += bytes.length;
      if (!endsInBlankLine(bytes)) return failed('the export is cut: the disk of the host may be full');
      return { ...answer, file: bytes };
    } catch (error) {
      return failed(`reading the export: ${(error as Error).message}`);
    }
  }

  async #run({ client }: SshConnection, command: string): Promise<CommandEnd> {
    if (this.#signal.aborted) return { kind: 'failed', reason: stopReason(this.#signal), gone: false };
    this.#commands.push(command);
    const end = await runCommand(client, command, {
      timeoutMs: this.#limits.questionMs,
      maxBytes: this.#room(),
      signal: this.#signal,
    });
    if (end.kind === 'ended') this.#bytes += end.stdout.length + end.stderr.length;
    if (this.#bytes > this.#limits.hostBytes) this.#stop.abort('the limit for all answers of the host was reached');
    return end;
  }

  #room(): number {
    return Math.max(0, Math.min(this.#limits.answerBytes, this.#limits.hostBytes - this.#bytes));
  }

  async #connect(): Promise<Asked> {
    const { hostMs, connectMs } = this.#limits;
    this.#deadline = setTimeout(
      () => this.#stop.abort(`the limit of ${hostMs / 1_000} s for the host was reached`),
      hostMs,
    );
    const connection = await connectSsh(this.#options.route, {
      timeoutMs: connectMs,
      signal: this.#signal,
      identified: ({ address }: Hop, identity: HostIdentity) =>
        this.#identities.push({ host: showSshAddress(address), identity }),
    });
    try {
      const shell = shellOf(await this.#text(connection, SHELL_QUESTION));
      if (shell === undefined) throw this.#shellTrouble('its default shell is none of cmd.exe, PowerShell and sh');
      return { connection, shell, codePage: await this.#codePage(connection, shell) };
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  /** `chcp` says in every language a number at the end of its line; 0 where it has no console, as in Wine. */
  async #codePage(connection: SshConnection, shell: DefaultShell): Promise<number> {
    for (const question of ['chcp', OEM_CODE_PAGE]) {
      const command = inShell(shell, question);
      const text = command.ok ? await this.#text(connection, command.command) : '';
      const codePage = Number(/(\d+)\W*$/.exec(text)?.[1] ?? 0);
      if (codePage > 0 && isCodePage(codePage)) return codePage;
    }
    throw this.#shellTrouble('it does not say its code page: is it a Windows host?');
  }

  async #text(connection: SshConnection, command: string): Promise<string> {
    const end = await this.#run(connection, command);
    if (end.kind === 'failed') throw this.#shellTrouble(end.reason);
    return decodeConsole(end.stdout, 437);
  }

  #shellTrouble(problem: string): ScanclashError {
    return new ScanclashError('SC-HOST-004', `${showSshAddress(this.#target.address)}: shell: ${problem}`);
  }

  async #makeFolder({ client }: SshConnection): Promise<ExportFolder> {
    const folder = await ExportFolder.make(client, (name) => {
      this.#folderName = name;
    });
    this.#clock = folder.madeAt;
    return folder;
  }

  /** The first trouble is the one that is told. */
  #note(problem: string): void {
    this.#trouble ??= new ScanclashError('SC-HOST-004', `${showSshAddress(this.#target.address)}: ${problem}`);
  }
}

/** As every export in UTF-16 does that was written to its end. */
function endsInBlankLine(bytes: Uint8Array): boolean {
  const end = [0x0d, 0, 0x0a, 0, 0x0d, 0, 0x0a, 0];
  return bytes.length > end.length && bytes.subarray(-end.length).every((byte, i) => byte === end[i]);
}

/** Waits no longer than that. */
async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new SftpRefusal(`no answer within ${ms / 1_000} s`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
