import { randomBytes } from 'node:crypto';
import {
  commandLineOf,
  decodeConsole,
  type HostAnswer,
  type HostRequest,
  type ProbeAnswer,
  type Transport,
} from '@scanclash/core';
import { WINRM_LIMITS, type WinrmAccess, WinrmConnection, type WinrmLimits } from './winrm-connection.ts';
import { STILL_RUNNING, type WsmanRequest } from './wsman-messages.ts';

/** Told to the shell; every Windows has it. Names that it lacks come back as exports, which are Unicode. */
const CODE_PAGE = 437;

interface Output {
  readonly exitCode: number;
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
}

/**
 * Asks a Windows host through its WinRM service: one shell of cmd.exe, a command for each question. Exports go into one
 * temporary folder below %SystemRoot%\Temp, come back in Base 64, as a console would recode them, and are removed with it.
 */
export class WinrmTransport implements Transport {
  readonly host: string;
  readonly #connection: WinrmConnection;
  readonly #limits: WinrmLimits;
  readonly #deadline: number;
  #shell: Promise<string> | undefined;
  #folder: Promise<string> | undefined;
  #exports = 0;
  readonly #temporaryFolder: boolean;
  #broken: string | undefined;

  /** @param options - Limits, and whether exports may go to a temporary folder; without one they are not asked for. */
  constructor(
    host: string,
    access: WinrmAccess,
    { temporaryFolder = true, ...limits }: Partial<WinrmLimits> & { readonly temporaryFolder?: boolean } = {},
  ) {
    this.host = host;
    this.#temporaryFolder = temporaryFolder;
    this.#limits = { ...WINRM_LIMITS, ...limits };
    this.#connection = new WinrmConnection(access, this.#limits);
    this.#deadline = performance.now() + this.#limits.hostMs;
  }

  async ask(batch: readonly HostRequest[]): Promise<readonly HostAnswer[]> {
    const answers: HostAnswer[] = [];
    for (const request of batch) answers.push(await this.#answer(request));
    return answers;
  }

  /** A command of a probe. */
  async runCommand(command: string): Promise<ProbeAnswer> {
    if (this.#broken !== undefined) return { ok: false, reason: this.#broken };
    try {
      const { exitCode, stdout, stderr } = await this.#run(command);
      return { ok: true, exitCode, stdout, stderr: decodeConsole(stderr, CODE_PAGE) };
    } catch (error) {
      return { ok: false, reason: error instanceof Error ? error.message : String(error) };
    }
  }

  /** Removes the temporary folder and ends the shell. */
  async close(): Promise<void> {
    try {
      if (this.#folder !== undefined && this.#broken === undefined) await this.#run(`rd /s /q "${await this.#folder}"`);
      if (this.#shell !== undefined) await this.#send({ kind: 'delete', shell: await this.#shell });
    } catch {
      // Whoever closes has its answers; the service ends idle shells itself.
    } finally {
      this.#connection.close();
    }
  }

  async #answer(request: HostRequest): Promise<HostAnswer> {
    const failed = (reason: string): HostAnswer => ({ kind: 'failed', request, reason });
    if (!commandLineOf(request, 'FILE').ok) return failed(reasonOf(request));
    if (request.id === 'registry-export' && !this.#temporaryFolder) {
      return failed('an export needs a temporary folder, which --no-temp rules out');
    }
    if (this.#broken !== undefined) return failed(this.#broken);
    try {
      const isExport = request.id === 'registry-export';
      const file = isExport ? `${await this.#exportFolder()}\\${++this.#exports}.reg` : '';
      const line = commandLineOf(request, file);
      if (!line.ok) return failed(line.reason);
      const output = await this.#run(line.command);
      const answer = { kind: 'answered', request, ...output, codePage: CODE_PAGE } as const;
      if (!isExport || output.exitCode !== 0) return answer;
      const exported = await this.#fetch(file);
      return exported === undefined ? failed('the export could not be fetched') : { ...answer, file: exported };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (!(error instanceof QuestionTooLong)) this.#broken = reason;
      return failed(reason);
    }
  }

  async #exportFolder(): Promise<string> {
    this.#folder ??= this.#makeFolder();
    return this.#folder;
  }

  async #makeFolder(): Promise<string> {
    const { stdout } = await this.#run('echo %SystemRoot%');
    const folder = `${Buffer.from(stdout).toString('latin1').trim()}\\Temp\\scanclash-${randomBytes(8).toString('hex')}`;
    const { exitCode } = await this.#run(`md "${folder}"`);
    if (exitCode !== 0) throw new Error(`${folder} cannot be made (exit code ${exitCode})`);
    return folder;
  }

  /** `type` recodes a file in UTF-16: certutil, which every server has, writes it in letters that nothing recodes. */
  async #fetch(file: string): Promise<Uint8Array | undefined> {
    const encoded = await this.#run(`certutil -encode "${file}" "${file}.b64"`);
    if (encoded.exitCode !== 0) return undefined;
    const { exitCode, stdout } = await this.#run(`type "${file}.b64"`);
    if (exitCode !== 0) return undefined;
    const letters = Buffer.from(stdout)
      .toString('latin1')
      .replace(/-----[A-Z ]+-----/g, '');
    return new Uint8Array(Buffer.from(letters, 'base64'));
  }

  async #run(line: string): Promise<Output> {
    const deadline = Math.min(this.#deadline, performance.now() + this.#limits.questionMs);
    const shell = await this.#openShell();
    const started = await this.#send({ kind: 'command', shell, line }, deadline);
    const { command } = started;
    if (command === undefined) throw new Error('the service did not say which command it started');
    const stdout: Uint8Array[] = [];
    const stderr: Uint8Array[] = [];
    let bytes = 0;
    for (;;) {
      const received = await this.#send({ kind: 'receive', shell, command }, deadline);
      stdout.push(received.stdout);
      stderr.push(received.stderr);
      bytes += received.stdout.length + received.stderr.length;
      const tooMuch = bytes > this.#limits.answerBytes;
      const tooLong = performance.now() >= deadline;
      if (received.done || tooMuch || tooLong) {
        await this.#send({ kind: 'terminate', shell, command });
        if (tooMuch) throw new QuestionTooLong(`more than ${this.#limits.answerBytes} bytes were answered`);
        if (!received.done) throw new QuestionTooLong(`no answer within ${this.#limits.questionMs} ms`);
        if (received.exitCode === undefined) throw new Error('the command ended without an exit code');
        return { exitCode: received.exitCode | 0, stdout: joined(stdout), stderr: joined(stderr) };
      }
    }
  }

  #openShell(): Promise<string> {
    this.#shell ??= this.#send({ kind: 'create', codePage: CODE_PAGE }).then(({ shell }) => {
      if (shell === undefined) throw new Error('the service opened no shell');
      return shell;
    });
    return this.#shell;
  }

  /** Sends a request; one that only says "nothing yet" is no fault. */
  async #send(request: WsmanRequest, deadline = this.#deadline) {
    const left = Math.ceil(deadline - performance.now());
    if (left <= 0) throw new Error(`no answer within ${this.#limits.hostMs} ms for all questions`);
    const answer = await this.#connection.send(request, left);
    if (answer.kind === 'answer') return answer;
    if (request.kind === 'receive' && answer.code === STILL_RUNNING) return NOTHING_YET;
    throw new Error(`the service refused to ${request.kind}: ${answer.reason} (${answer.code})`);
  }
}

/** The host goes on; only this question has no answer. */
class QuestionTooLong extends Error {}

const NOTHING_YET = {
  shell: undefined,
  command: undefined,
  stdout: new Uint8Array(),
  stderr: new Uint8Array(),
  done: false,
  exitCode: undefined,
};

const joined = (parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

function reasonOf(request: HostRequest): string {
  const line = commandLineOf(request, 'FILE');
  return line.ok ? '' : line.reason;
}
