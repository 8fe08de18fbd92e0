import type { Reading } from '../../windows/registry-reader.ts';
import { consoleLines } from './listing.ts';

/** The states of SERVICE_STATUS.dwCurrentState, winsvc.h. */
export const SERVICE_STATES = {
  STOPPED: 1,
  START_PENDING: 2,
  STOP_PENDING: 3,
  RUNNING: 4,
  CONTINUE_PENDING: 5,
  PAUSE_PENDING: 6,
  PAUSED: 7,
} as const;

/** What `sc query` or `sc queryex` tells of one service. */
export interface ServiceReport {
  readonly service: string;
  /** Only where all services were listed. */
  readonly displayName?: string;
  /** SERVICE_WIN32_OWN_PROCESS is 0x10, SHARE_PROCESS 0x20, interactive 0x100. */
  readonly type: number;
  /** One of `SERVICE_STATES`. */
  readonly state: number;
  /** Why it stopped, or could not start: 0, a Windows error, or 1066 with the service's own code beside it. */
  readonly exitCode: number;
  readonly serviceExitCode: number;
  /** Raised by the service while it starts or stops; one that stands still belongs to a service that hangs. */
  readonly checkpoint: number;
  /** Milliseconds. */
  readonly waitHint: number;
  /** Only from `queryex`; 0 where it does not run. */
  readonly pid?: number;
}

const ERROR_SERVICE_DOES_NOT_EXIST = 1060;

/** `STATE              : 4  RUNNING`, whatever the label. */
const labelled = /^\s*[^\s:][^:]*:\s*(\S.*)?$/;
/** `1077  (0x435)`: nothing else in the output is a number twice. */
const exitCode = /^(\d+)\s+\(0x([0-9a-f]+)\)$/i;

/**
 * The first service in the output of `sc query NAME`, `sc queryex NAME` or `sc start NAME`; `absent` where the service
 * control manager knows no such service.
 *
 * Labels and the names of states are translated on many systems (`ESTADO : 4  EM EXECUÇÃO`) and never looked at: the exit
 * code, a number written twice, tells where in the block the state and the other numbers stand. Output without such a
 * block is `unreadable`, in every language; Wine has no line for errors at all.
 */
export function parseScQuery(output: string): Reading<ServiceReport> {
  const lines = consoleLines(output);
  const values = lines.map((line) => labelled.exec(line)?.[1] ?? '');
  const first = values.findIndex((value) => numberTwice(value) !== undefined);
  if (first < 0) return failure(lines);
  const stateAt = lastBefore(values, first, /^[1-7](?:\s|$)/);
  const typeAt = lastBefore(values, stateAt, /^[0-9a-f]+(?:\s|$)/i);
  if (typeAt < 0) return unreadable('no state stands before the exit code');
  const [name, displayName] = headOf(lines, values, typeAt);
  if (name === undefined) return unreadable('no service is named before the numbers');
  const [second = '', checkpoint = '', waitHint = '', pid = ''] = values.slice(first + 1);
  const serviceExitCode = numberTwice(second);
  if (serviceExitCode === undefined || !isHex(checkpoint) || !isHex(waitHint)) {
    return unreadable('the numbers behind the exit code are missing: the output may be cut');
  }
  return {
    kind: 'known',
    value: {
      service: name,
      ...(displayName === undefined ? {} : { displayName }),
      type: Number.parseInt(values[typeAt] as string, 16),
      state: Number.parseInt(values[stateAt] as string, 10),
      exitCode: numberTwice(values[first] as string) as number,
      serviceExitCode,
      checkpoint: Number(checkpoint),
      waitHint: Number(waitHint),
      ...(/^\d+$/.test(pid) ? { pid: Number(pid) } : {}),
    },
  };
}

/** `[SC] EnumQueryServicesStatus:OpenService FAILED 1060:`, whose number alone is the same in every language. */
function failure(lines: readonly string[]): Reading<never> {
  for (const line of lines) {
    const error = /^\[SC\].*\s(\d+)\s*:$/.exec(line)?.[1];
    if (error === undefined) continue;
    return Number(error) === ERROR_SERVICE_DOES_NOT_EXIST
      ? { kind: 'absent' }
      : unreadable(`the service control manager answered with error ${error}`);
  }
  return unreadable('the answer names no state');
}

/** The values of the lines right above the numbers: the service, and its display name where there is one. */
function headOf(lines: readonly string[], values: readonly string[], typeAt: number): string[] {
  const head: string[] = [];
  for (let i = typeAt - 1; i >= 0 && lines[i] !== ''; i--) head.unshift(values[i] as string);
  return head.filter((value) => value !== '');
}

function lastBefore(values: readonly string[], end: number, shape: RegExp): number {
  for (let i = end - 1; i >= 0; i--) if (shape.test(values[i] as string)) return i;
  return -1;
}

function numberTwice(value: string): number | undefined {
  const [, decimal, hex] = exitCode.exec(value) ?? [];
  if (decimal === undefined || hex === undefined) return undefined;
  const number = Number(decimal);
  return number === Number.parseInt(hex, 16) ? number : undefined;
}

function isHex(value: string): boolean {
  return /^0x[0-9a-f]+$/i.test(value);
}

function unreadable(reason: string): Reading<never> {
  return { kind: 'unreadable', reason };
}
