/** One hit of a port rule in `AccessProtectionLog.txt`. */
export interface PortHit {
  /** As written by the host, in its own locale. */
  readonly date: string;
  readonly time: string;
  readonly process: string;
  /** With the category, where the version writes one: `Anti-virus Standard Protection:Prevent …`. */
  readonly rule: string;
  readonly address: string;
  readonly port: number;
  /** False for a rule that only warns; undefined where the status is in a language that is not known. */
  readonly blocked: boolean | undefined;
}

/** One hit of a rule about files, registry values or processes. */
export interface FileHit {
  readonly date: string;
  readonly time: string;
  readonly process: string;
  /** A file as a rule, or a key of the registry. */
  readonly target: string;
  readonly rule: string;
  readonly blocked: boolean | undefined;
  /** Somebody wanted to run the target; undefined where the operation is in a language that is not known. */
  readonly executed: boolean | undefined;
  /** Somebody wanted to make the target; undefined likewise. */
  readonly created: boolean | undefined;
}

const PORT_HIT_COLUMNS = 6;
const FILE_HIT_COLUMNS = 8;
// Events of the same hits spell the name of the product part in small letters (SCRIPTS).
const BLOCKED = /^Blocked by (?:port blocking|Access Protection) rule/i;
const WOULD_BE_BLOCKED = /^Would be blocked by (?:port blocking|Access Protection) rule|warn-only/i;
const OPERATION = /^Action blocked : (Create|Read|Write|Delete|Execute|Terminate)$/;

/**
 * The port hits of an Access Protection log. Keyed on the shape of the line (six columns, the last `ip:port`), because
 * status, category and rule are translated on localised systems.
 * @source PLASO, L2T: tab-separated, local time, columns keep trailing blanks.
 */
export function portHits(log: string): PortHit[] {
  const hits: PortHit[] = [];
  for (const columns of linesOf(log)) {
    if (columns.length !== PORT_HIT_COLUMNS) continue;
    const [date, time, status, process, rule, target] = columns as [string, string, string, string, string, string];
    const socket = /^(\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f:]+):(\d{1,5})$/i.exec(target);
    if (socket === null) continue;
    const blocked = wasBlocked(status);
    hits.push({ date, time, process, rule, address: socket[1] as string, port: Number(socket[2]), blocked });
  }
  return hits;
}

/** The hits of an Access Protection log that are about files and the like: eight columns. @source PLASO */
export function fileHits(log: string): FileHit[] {
  return linesOf(log).flatMap((columns) => {
    if (columns.length !== FILE_HIT_COLUMNS) return [];
    const [date, time, status, , process, target, rule, operation] = columns as [
      string, string, string, string, string, string, string, string,
    ]; // biome-ignore format: eight columns
    const done = OPERATION.exec(operation)?.[1];
    const was = (operation: string) => (done === undefined ? undefined : done === operation);
    const [executed, created] = [was('Execute'), was('Create')];
    return [{ date, time, process, target, rule, blocked: wasBlocked(status), executed, created }];
  });
}

const linesOf = (log: string): string[][] =>
  log
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .map((line) => line.split('\t').map((column) => column.trim()));

const wasBlocked = (status: string): boolean | undefined =>
  WOULD_BE_BLOCKED.test(status) ? false : BLOCKED.test(status) ? true : undefined;
