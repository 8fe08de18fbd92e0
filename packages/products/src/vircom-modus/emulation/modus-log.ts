import { joinPath } from '@scanclash/core';
import type { CivilTime, Program, SimulatedHost } from '@scanclash/simulator';
import type { ModusService } from '../services.ts';

/** One line of a Modus log. */
export interface ModusLogLine {
  readonly service: string;
  readonly level: string;
  /** `E0020101`, or `-`. */
  readonly code: string;
  readonly text: string;
}

/**
 * The log of one Modus service: `<root>\Log\<SERVICE>\<SERVICE>-yymmdd.log`. It is a file like any other: a scanner that
 * holds it makes Modus wait, and a line that cannot be written is lost.
 * @assumed vircom-modus/assume-log-format: names and columns are synthetic (HOLE-modus-log-format).
 */
export class ModusLog {
  readonly #program: Program;
  readonly #root: string;
  readonly #service: ModusService;

  constructor(program: Program, root: string, service: ModusService) {
    this.#program = program;
    this.#root = root;
    this.#service = service;
  }

  write(level: 'I' | 'W' | 'E', code: string, message: string, text: string): void {
    const { world } = this.#program.host;
    const now = world.localTime();
    const line = `${stamp(now)} ${this.#service} ${this.#program.process.pid} ${level} ${code} ${message} ${text}\r\n`;
    this.#program.append(logFile(this.#root, this.#service, now), line);
  }
}

export const logFolder = (root: string, service: string) => joinPath(root, 'Log', service);
const logFile = (root: string, service: string, now: CivilTime) =>
  joinPath(logFolder(root, service), `${service}-${two(now.year % 100)}${two(now.month)}${two(now.day)}.log`);

/** All lines of all services, in the order of the services and days. */
export function readModusLogs(host: SimulatedHost, root: string, services: readonly string[]): ModusLogLine[] {
  return services.flatMap((service) => {
    const listed = host.files.list(logFolder(root, service), '*.log');
    const files = listed.ok ? listed.entries : [];
    return files.flatMap(({ name }) => {
      const content = host.files.peek(joinPath(logFolder(root, service), name));
      return content.ok ? new TextDecoder().decode(content.bytes).split('\r\n').flatMap(parseLine) : [];
    });
  });
}

function parseLine(line: string): ModusLogLine[] {
  const match = /^\S+ \S+ (\S+) \d+ ([IWE]) (\S+) \S+ (.*)$/.exec(line);
  if (match === null) return [];
  const [, service, level, code, text] = match as unknown as [string, string, string, string, string];
  return [{ service, level, code, text }];
}

const two = (value: number) => String(value).padStart(2, '0');
const stamp = (now: CivilTime) =>
  `${now.year}-${two(now.month)}-${two(now.day)} ${two(now.hour)}:${two(now.minute)}:${two(now.second)}.${String(Math.floor(now.microsecond / 1000)).padStart(3, '0')}`;
