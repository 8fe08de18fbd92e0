import type { Client, ClientChannel } from 'ssh2';
import { shown } from '../bundle/bundle-error.ts';
import { stopReason } from './ssh-connection.ts';

/** How a command ended. Only one that told its exit code has answered. */
export type CommandEnd =
  | { readonly kind: 'ended'; readonly exitCode: number; readonly stdout: Uint8Array; readonly stderr: Uint8Array }
  /** `gone`: it was cut off from outside, which another try may mend; nothing bounded it. */
  | { readonly kind: 'failed'; readonly reason: string; readonly gone: boolean };

export interface CommandOptions {
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

/** Runs one command without a terminal; its input ends at once, so that a question of its own gets no answer. */
export function runCommand(
  client: Client,
  command: string,
  { timeoutMs, maxBytes, signal }: CommandOptions,
): Promise<CommandEnd> {
  return new Promise((resolve) => {
    let channel: ClientChannel | undefined;
    let exitCode: number | undefined;
    let killedBy: string | undefined;
    let size = 0;
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    const end = (result: CommandEnd) => {
      clearTimeout(timer);
      client.off('close', onGone);
      signal.removeEventListener('abort', onAbort);
      resolve(result);
    };
    const stop = (reason: string) => {
      channel?.removeAllListeners('data').stderr.removeAllListeners('data');
      channel?.close();
      end({ kind: 'failed', reason, gone: false });
    };
    const onGone = () => end({ kind: 'failed', reason: 'the connection was lost', gone: true });
    const onAbort = () => stop(stopReason(signal));
    const timer = setTimeout(() => stop(`no answer within ${timeoutMs / 1_000} s`), timeoutMs);
    signal.addEventListener('abort', onAbort);
    client.once('close', onGone);
    const take = (chunks: Buffer[]) => (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) return stop(`more than ${Math.round(maxBytes / 1024 / 1024)} MB of output`);
      chunks.push(chunk);
    };
    try {
      client.exec(command, (error, opened) => {
        if (error !== undefined) return end({ kind: 'failed', reason: `not run: ${shown(error.message)}`, gone: true });
        channel = opened;
        opened.on('data', take(stdout)).stderr.on('data', take(stderr));
        opened.on('exit', (code: number | null, signalName?: string) => {
          exitCode = code ?? undefined;
          killedBy = signalName;
        });
        opened.on('error', () => undefined);
        opened.on('close', () => {
          if (exitCode !== undefined) {
            return end({ kind: 'ended', exitCode, stdout: whole(stdout), stderr: whole(stderr) });
          }
          const why = killedBy === undefined ? 'it told no exit code' : `killed by ${shown(killedBy)}`;
          end({ kind: 'failed', reason: `cut off: ${why}`, gone: true });
        });
        opened.end();
      });
    } catch {
      // ssh2 throws where the connection is gone already.
      onGone();
    }
  });
}

const whole = (chunks: readonly Buffer[]) => new Uint8Array(Buffer.concat(chunks));
