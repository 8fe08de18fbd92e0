import { randomBytes } from 'node:crypto';
import {
  commandLineOf,
  decodeConsole,
  type HostAnswer,
  type HostRequest,
  type HostSession,
  type ProbeAnswer,
  ScanclashError,
  type Transport,
} from '@scanclash/core';
import { shown } from '../bundle/bundle-error.ts';
import { type Consequence, Unanswered } from './unanswered.ts';
import { type Patience, type WinrmAccess, WinrmConnection } from './winrm-connection.ts';
import { WINRM_LIMITS, type WinrmLimits } from './winrm-limits.ts';
import { STILL_RUNNING, type WsmanAnswer, type WsmanRequest } from './wsman-messages.ts';

export interface WinrmOptions {
  /** How to call the host until it has said its own name. */
  readonly host: string;
  readonly access: WinrmAccess;
  readonly limits?: Partial<WinrmLimits>;
  /** Whether registry exports may go to a temporary folder; without one they are not asked for. */
  readonly temporaryFolder?: boolean;
  /** Ends everything; its reason is a text. */
  readonly signal?: AbortSignal;
}

interface Output {
  readonly exitCode: number;
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
}

/** Told to the shell; every Windows has it. Names that it lacks come back as exports, which are Unicode. */
const CODE_PAGE = 437;

/** For taking the temporary folder away, whatever happened before. */
const CLEAN_UP_MS = 5_000;

const PAUSE_BEFORE_RETRY_MS = 100;

/**
 * Asks a Windows host through its WinRM service: one shell of cmd.exe, a command for each question. Exports go into one
 * temporary folder below %SystemRoot%\Temp, come back in Base 64, as a console would recode them, and are removed with it.
 * Nothing is thrown for a host that does not answer: its questions fail with the reason. Whoever makes one closes it.
 */
export class WinrmTransport implements Transport {
  readonly host: string;
  readonly #connection: WinrmConnection;
  readonly #limits: WinrmLimits;
  readonly #signal: AbortSignal | undefined;
  readonly #mayWrite: boolean;
  readonly #endsAt: number;
  readonly #commands: string[] = [];
  #shell: Promise<string> | undefined;
  #folder: Promise<string> | undefined;
  #folderName: string | undefined;
  #folderRemoved = false;
  #exports = 0;
  #bytes = 0;
  #trouble: ScanclashError | undefined;
  /** Why nothing is asked any more. */
  #end: ScanclashError | undefined;
  #closed: Promise<void> | undefined;

  constructor({ host, access, limits, temporaryFolder = true, signal }: WinrmOptions) {
    this.host = host;
    this.#limits = { ...WINRM_LIMITS, ...limits };
    this.#signal = signal;
    this.#mayWrite = temporaryFolder;
    this.#connection = new WinrmConnection(access, { connectMs: this.#limits.connectMs, signal });
    this.#endsAt = performance.now() + this.#limits.hostMs;
  }

  async ask(batch: readonly HostRequest[]): Promise<readonly HostAnswer[]> {
    const answers: HostAnswer[] = [];
    for (const request of batch) answers.push(await this.#answer(request));
    return answers;
  }

  /** A command of a probe: it writes, so it is not tried again. */
  async runCommand(command: string): Promise<ProbeAnswer> {
    if (this.#end !== undefined) return { ok: false, reason: this.#end.problem };
    try {
      const { exitCode, stdout, stderr } = await this.#run(command);
      return { ok: true, exitCode, stdout, stderr: decodeConsole(stderr, CODE_PAGE) };
    } catch (error) {
      return { ok: false, reason: this.#note(error, 'probe').problem };
    }
  }

  /** What was done so far, and what became of it. */
  get session(): HostSession {
    const { address, identity } = this.#connection;
    const name = this.#folderName;
    return {
      address,
      identities: identity === undefined ? [] : [{ host: address, identity }],
      commands: this.#commands,
      temporaryFolder: name === undefined ? undefined : { name, removed: this.#folderRemoved },
      trouble: this.#trouble,
    };
  }

  /** Removes what was written, ends the shell, and hangs up. */
  close(): Promise<void> {
    this.#closed ??= this.#cleanUp();
    return this.#closed;
  }

  async #cleanUp(): Promise<void> {
    const patience = { ms: CLEAN_UP_MS };
    if (this.#folderName !== undefined) await this.#removeFolder(this.#folderName, patience);
    try {
      const shell = await this.#shell;
      if (shell !== undefined) await this.#connection.send({ kind: 'delete', shell }, patience);
    } catch {
      // The service ends idle shells itself.
    }
    this.#connection.close();
  }

  async #removeFolder(name: string, patience: Patience): Promise<void> {
    try {
      const { stderr } = await this.#run(`rd /s /q "${name}"`, patience);
      // rd ends with 0, whatever it could not remove.
      const { exitCode } = await this.#run(`dir /b "${name}"`, patience);
      if (exitCode === 0)
        throw new Unanswered(shown(decodeConsole(stderr, CODE_PAGE).trim()) || 'rd says nothing', 'go on');
      this.#folderRemoved = true;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#note(new Unanswered(`${name} is still there: ${reason}`, 'go on'), 'clean-up');
    }
  }

  async #answer(request: HostRequest): Promise<HostAnswer> {
    const failed = (reason: string): HostAnswer => ({ kind: 'failed', request, reason });
    const unquotable = commandLineOf(request, '');
    if (!unquotable.ok) return failed(unquotable.reason);
    if (request.id === 'registry-export' && !this.#mayWrite) {
      return failed('an export needs a temporary folder, which --no-temp rules out');
    }
    for (let isFirst = true; ; isFirst = false) {
      if (this.#end !== undefined) return failed(this.#end.problem);
      try {
        return await this.#ask(request);
      } catch (error) {
        if (isFirst && error instanceof Unanswered && error.consequence === 'again') {
          // The shell is still there: it outlives its connection.
          await new Promise((resolve) => setTimeout(resolve, PAUSE_BEFORE_RETRY_MS * (1 + Math.random())));
          continue;
        }
        return failed(this.#note(error, `questions: ${request.id}`).problem);
      }
    }
  }

  async #ask(request: HostRequest): Promise<HostAnswer> {
    const isExport = request.id === 'registry-export';
    const file = isExport ? `${await this.#exportFolder()}\\${++this.#exports}.reg` : '';
    const line = commandLineOf(request, file);
    if (!line.ok) return { kind: 'failed', request, reason: line.reason };
    const answer = { kind: 'answered', request, ...(await this.#run(line.command)), codePage: CODE_PAGE } as const;
    return isExport && answer.exitCode === 0 ? { ...answer, file: await this.#fetch(file) } : answer;
  }

  async #exportFolder(): Promise<string> {
    this.#folder ??= this.#makeFolder();
    return this.#folder;
  }

  /** Tried once: a second try would leave the first folder behind. */
  async #makeFolder(): Promise<string> {
    try {
      const { stdout } = await this.#run('echo %SystemRoot%');
      const root = Buffer.from(stdout).toString('latin1').trim();
      if (!/^[A-Z]:\\[^"%<>|&^]*$/i.test(root)) throw new Unanswered(`${shown(root)} is no folder`, 'go on');
      const folder = `${root}\\Temp\\scanclash-${randomBytes(8).toString('hex')}`;
      this.#folderName = folder;
      const { exitCode } = await this.#run(`md "${folder}"`);
      if (exitCode === 0) return folder;
      throw new Unanswered(`${folder} cannot be made (exit code ${exitCode})`, 'go on');
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      const { message, consequence, phase = 'temporary folder' } = error;
      throw new Unanswered(message, consequence === 'again' ? 'go on' : consequence, phase);
    }
  }

  /** `type` recodes a file in UTF-16: certutil, which every server has, writes it in letters that nothing recodes. */
  async #fetch(file: string): Promise<Uint8Array> {
    const encoded = await this.#run(`certutil -encode "${file}" "${file}.b64"`);
    const typed = encoded.exitCode === 0 ? await this.#run(`type "${file}.b64"`) : encoded;
    if (typed.exitCode !== 0) throw new Unanswered('the export could not be fetched', 'go on');
    const letters = Buffer.from(typed.stdout)
      .toString('latin1')
      .replace(/-----[A-Z ]+-----/g, '');
    return new Uint8Array(Buffer.from(letters, 'base64'));
  }

  async #run(line: string, { ms, signal }: Patience = this.#patience()): Promise<Output> {
    const until = performance.now() + ms;
    const send = (request: WsmanRequest) => this.#send(request, { ms: Math.max(1, until - performance.now()), signal });
    const shell = await (this.#shell ??= this.#openShell({ ms, signal }));
    this.#commands.push(line);
    const { command } = await send({ kind: 'command', shell, line });
    if (command === undefined) throw new Unanswered('the service did not say which command it started', 'go on');
    const stdout: Uint8Array[] = [];
    const stderr: Uint8Array[] = [];
    let bytes = 0;
    for (;;) {
      const received = await send({ kind: 'receive', shell, command });
      stdout.push(received.stdout);
      stderr.push(received.stderr);
      bytes += received.stdout.length + received.stderr.length;
      this.#bytes += received.stdout.length + received.stderr.length;
      const limit = this.#limitReached(bytes, received.done ? Number.POSITIVE_INFINITY : until);
      if (!received.done && limit === undefined) continue;
      await this.#terminate(shell, command, signal);
      if (limit !== undefined) throw limit;
      if (received.exitCode === undefined) throw new Unanswered('the command ended without an exit code', 'go on');
      return { exitCode: received.exitCode | 0, stdout: joined(stdout), stderr: joined(stderr) };
    }
  }

  /** What was answered counts, whatever becomes of this. */
  async #terminate(shell: string, command: string, signal: AbortSignal | undefined): Promise<void> {
    try {
      await this.#send({ kind: 'terminate', shell, command }, { ms: CLEAN_UP_MS, signal });
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
    }
  }

  #limitReached(bytes: number, until: number): Unanswered | undefined {
    const { answerBytes, hostBytes, questionMs } = this.#limits;
    if (this.#bytes > hostBytes) {
      return new Unanswered('the limit for all answers of the host was reached', 'give up');
    }
    if (bytes > answerBytes) return new Unanswered(`more than ${answerBytes} bytes of output`, 'go on');
    if (performance.now() < until) return undefined;
    return new Unanswered(`no answer within ${questionMs / 1_000} s`, 'go on');
  }

  /** Of one question. @throws Unanswered where nothing more may be asked. */
  #patience(): Patience {
    const { questionMs, hostMs } = this.#limits;
    const left = this.#endsAt - performance.now();
    if (this.#signal?.aborted === true) throw new Unanswered(String(this.#signal.reason), 'give up');
    if (left <= 0) throw new Unanswered(`the limit of ${hostMs / 1_000} s for the host was reached`, 'give up');
    return { ms: Math.min(questionMs, left), signal: this.#signal };
  }

  /** A shell that was refused is not asked for again. */
  async #openShell(patience: Patience): Promise<string> {
    try {
      const { shell } = await this.#send({ kind: 'create', codePage: CODE_PAGE }, patience);
      if (shell !== undefined) return shell;
      throw new Unanswered('the service opened no shell', 'give up');
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      throw new Unanswered(error.message, error.consequence === 'go on' ? 'give up' : error.consequence, 'shell');
    }
  }

  /** Sends a request; one that only says "nothing yet" is no fault. */
  async #send(request: WsmanRequest, patience: Patience): Promise<WsmanAnswer & { kind: 'answer' }> {
    const answer = await this.#connection.send(request, patience);
    if (answer.kind === 'answer') return answer;
    if (request.kind === 'receive' && answer.code === STILL_RUNNING) return NOTHING_YET;
    throw new Unanswered(
      `the service refused to ${request.kind}: ${shown(answer.reason.trim())} (${answer.code})`,
      'go on',
    );
  }

  /** The first trouble is the one that is told; anything but an answer that is missing is a bug. */
  #note(error: unknown, phase: string): ScanclashError {
    if (!(error instanceof Unanswered || error instanceof ScanclashError)) throw error;
    const trouble =
      error instanceof ScanclashError
        ? error
        : new ScanclashError('SC-HOST-004', `${this.#connection.address}: ${error.phase ?? phase}: ${error.message}`);
    const consequence: Consequence = error instanceof Unanswered ? error.consequence : 'give up';
    if (consequence !== 'go on') this.#end ??= trouble;
    this.#trouble ??= trouble;
    return trouble;
  }
}

const NOTHING_YET = {
  kind: 'answer',
  shell: undefined,
  command: undefined,
  stdout: new Uint8Array(),
  stderr: new Uint8Array(),
  done: false,
  exitCode: undefined,
} as const;

const joined = (parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));
