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

const PORT_HIT_COLUMNS = 6;
const BLOCKED = /^Blocked by port blocking rule/;
const WOULD_BE_BLOCKED = /^Would be blocked by port blocking rule|warn-only/;

/**
 * The port hits of an Access Protection log. Keyed on the shape of the line (six columns, the last `ip:port`), because
 * status, category and rule are translated on localised systems.
 * @source PLASO, L2T: tab-separated, local time, columns keep trailing blanks.
 */
export function portHits(log: string): PortHit[] {
  const hits: PortHit[] = [];
  for (const line of log.replace(/^﻿/, '').split(/\r?\n/)) {
    const columns = line.split('\t').map((column) => column.trim());
    if (columns.length !== PORT_HIT_COLUMNS) continue;
    const [date, time, status, process, rule, target] = columns as [string, string, string, string, string, string];
    const socket = /^(\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f:]+):(\d{1,5})$/i.exec(target);
    if (socket === null) continue;
    const blocked = BLOCKED.test(status) ? true : WOULD_BE_BLOCKED.test(status) ? false : undefined;
    hits.push({ date, time, process, rule, address: socket[1] as string, port: Number(socket[2]), blocked });
  }
  return hits;
}
