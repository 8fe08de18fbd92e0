import { asText, sz } from '@scanclash/core';
import { type CivilTime, weekday } from '../../kernel/index.ts';
import { hashText } from '../../kernel/murmur-hash.ts';
import type { Schedule } from './schedule.ts';

/** What a `.job` file says of a task, as far as it is simulated. */
export interface Job {
  readonly application: string;
  readonly parameters: string;
  readonly schedule: Schedule;
  readonly enabled: boolean;
  readonly lastRun?: CivilTime;
  readonly exitCode: number;
  readonly status: number;
}

export const JOB_STATUS = { ready: 0x41300, running: 0x41301, neverRun: 0x41303 } as const;

const FIXED_BYTES = 68;
const TRIGGER_BYTES = 48;
const WINDOWS_2003 = 0x0502;
const FILE_VERSION = 1;
const NORMAL_PRIORITY = 0x20;
/** Three days, in ms. */
const MAXIMUM_RUN_TIME = 259_200_000;
const TASK_FLAG_DISABLED = 0x4;
const TASK_APPLICATION_NAME = 0x0100_0000;
const MINUTES_PER_DAY = 1440;
const TRIGGER = { once: 0, daily: 1, boot: 6 } as const;

/**
 * Writes a task as the Task Scheduler of Windows 2003 keeps it in `%SystemRoot%\Tasks`, without author, comment and
 * signature. The begin date of a trigger that has none is `since`.
 *
 * @source MS-TSCH 2.4, .JOB file format.
 * @param seed - What the identifier of the job is made of.
 */
export function writeJob(job: Job, since: CivilTime, seed: string): Uint8Array {
  const strings = [job.application, job.parameters, '', '', ''].map((text) => sz(text).bytes);
  const stringBytes = strings.reduce((sum, { length }) => sum + 2 + length, 0);
  const userData = FIXED_BYTES + 2 + stringBytes;
  const triggers = userData + 2 + 10;
  const bytes = new Uint8Array(triggers + 2 + TRIGGER_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, WINDOWS_2003, true);
  view.setUint16(2, FILE_VERSION, true);
  for (let i = 0; i < 4; i++) view.setUint32(4 + 4 * i, hashText(seed, i + 1), true);
  view.setUint16(20, FIXED_BYTES + 2, true);
  view.setUint16(22, triggers, true);
  view.setUint32(32, NORMAL_PRIORITY, true);
  view.setUint32(36, MAXIMUM_RUN_TIME, true);
  view.setUint32(40, job.exitCode, true);
  view.setUint32(44, job.status, true);
  view.setUint32(48, TASK_APPLICATION_NAME | (job.enabled ? 0 : TASK_FLAG_DISABLED), true);
  if (job.lastRun !== undefined) writeSystemTime(view, 52, job.lastRun);
  view.setUint16(FIXED_BYTES, job.status === JOB_STATUS.running ? 1 : 0, true);
  let at = FIXED_BYTES + 2;
  for (const text of strings) {
    view.setUint16(at, text.length / 2, true);
    bytes.set(text, at + 2);
    at += 2 + text.length;
  }
  view.setUint16(at + 2, 8, true);
  view.setUint16(triggers, 1, true);
  writeTrigger(view, triggers + 2, job.schedule, since);
  return bytes;
}

/** Reads such a file. Undefined where it is damaged, or its first trigger is of a kind that is not simulated. */
export function parseJob(bytes: Uint8Array): Job | undefined {
  if (bytes.length < FIXED_BYTES + 2) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (view.getUint16(2, true) !== FILE_VERSION) return undefined;
  const application = readString(bytes, view, view.getUint16(20, true));
  const parameters = application === undefined ? undefined : readString(bytes, view, application.end);
  const triggers = view.getUint16(22, true);
  if (parameters === undefined || bytes.length < triggers + 2 + TRIGGER_BYTES) return undefined;
  const schedule = view.getUint16(triggers, true) === 0 ? undefined : readTrigger(view, triggers + 2);
  if (application === undefined || schedule === undefined) return undefined;
  const lastRun = readSystemTime(view, 52);
  return {
    application: application.text,
    parameters: parameters.text,
    schedule,
    enabled: (view.getUint32(48, true) & TASK_FLAG_DISABLED) === 0,
    exitCode: view.getUint32(40, true),
    status: view.getUint32(44, true),
    ...(lastRun === undefined ? {} : { lastRun }),
  };
}

function writeTrigger(view: DataView, at: number, schedule: Schedule, since: CivilTime): void {
  const begin = schedule.kind === 'once' ? schedule.at : since;
  const time = { once: begin, daily: undefined, every: undefined, boot: undefined }[schedule.kind];
  const { hour, minute } =
    time ??
    (schedule.kind === 'daily' ? schedule.at : schedule.kind === 'every' ? (schedule.from ?? MIDNIGHT) : MIDNIGHT);
  view.setUint16(at, TRIGGER_BYTES, true);
  for (const [i, value] of [begin.year, begin.month, begin.day].entries()) view.setUint16(at + 4 + 2 * i, value, true);
  view.setUint16(at + 16, hour, true);
  view.setUint16(at + 18, minute, true);
  if (schedule.kind === 'every') {
    view.setUint32(at + 20, MINUTES_PER_DAY, true);
    view.setUint32(at + 24, schedule.minutes, true);
  }
  const type = schedule.kind === 'every' ? TRIGGER.daily : TRIGGER[schedule.kind];
  view.setUint32(at + 32, type, true);
  if (type === TRIGGER.daily) view.setUint16(at + 36, 1, true);
}

const MIDNIGHT = { hour: 0, minute: 0 };

function readTrigger(view: DataView, at: number): Schedule | undefined {
  const time = { hour: view.getUint16(at + 16, true), minute: view.getUint16(at + 18, true) };
  const interval = view.getUint32(at + 24, true);
  switch (view.getUint32(at + 32, true)) {
    case TRIGGER.once: {
      const [year, month, day] = [4, 6, 8].map((offset) => view.getUint16(at + offset, true)) as [
        number,
        number,
        number,
      ];
      return { kind: 'once', at: { year, month, day, ...time, second: 0, microsecond: 0 } };
    }
    case TRIGGER.daily: {
      if (view.getUint16(at + 36, true) !== 1) return undefined;
      if (interval === 0) return { kind: 'daily', at: time };
      return view.getUint32(at + 20, true) === MINUTES_PER_DAY
        ? { kind: 'every', minutes: interval, from: time }
        : undefined;
    }
    case TRIGGER.boot:
      return { kind: 'boot' };
    default:
      return undefined;
  }
}

/** A counted string with its terminator; undefined where it reaches beyond the file. */
function readString(bytes: Uint8Array, view: DataView, at: number): { text: string; end: number } | undefined {
  if (at + 2 > bytes.length) return undefined;
  const end = at + 2 + 2 * view.getUint16(at, true);
  if (end > bytes.length) return undefined;
  const text = asText({ type: 'REG_SZ', bytes: bytes.slice(at + 2, end) });
  return text === undefined ? undefined : { text, end };
}

function writeSystemTime(view: DataView, at: number, time: CivilTime): void {
  const { year, month, day, hour, minute, second, microsecond } = time;
  const fields = [year, month, weekday(time), day, hour, minute, second, Math.floor(microsecond / 1000)];
  for (const [i, value] of fields.entries()) view.setUint16(at + 2 * i, value, true);
}

function readSystemTime(view: DataView, at: number): CivilTime | undefined {
  const fields = Array.from({ length: 8 }, (_, i) => view.getUint16(at + 2 * i, true));
  const [year = 0, month = 0, , day = 0, hour = 0, minute = 0, second = 0, ms = 0] = fields;
  return year === 0 ? undefined : { year, month, day, hour, minute, second, microsecond: ms * 1000 };
}
