import type { Reading } from '../../windows/registry-reader.ts';

/** An entry of `cluster.log`. */
export interface ClusterLogEntry {
  /** UTC, as it is written: `2007/03/05-10:00:12.345`. */
  readonly at: string;
  /** Undefined in Windows 2000, which writes none. */
  readonly level: 'INFO' | 'WARN' | 'ERR' | undefined;
  /** With the component or resource in front: `[FM] …`, `Network Name <CLU01>: …`. */
  readonly text: string;
}

const ENTRY = /^[0-9a-f]{1,8}\.[0-9a-f]{1,8}::(\d{4}\/\d\d\/\d\d-\d\d:\d\d:\d\d\.\d{3}) +(?:(INFO|WARN|ERR) +)?(.*)$/;

/**
 * The entries of a `cluster.log` of Windows 2000 and 2003, oldest first: ids of process and thread, time, level, text. A
 * line without that frame belongs to the entry above; what stands in front of the first is the end of one that was cut.
 *
 * @source WINDOWS-CLUSTER-LOG
 */
export function parseClusterLog(log: string): Reading<readonly ClusterLogEntry[]> {
  const entries: { at: string; level: ClusterLogEntry['level']; text: string }[] = [];
  for (const line of log.split(/\r?\n/)) {
    const [, at, level, text = ''] = ENTRY.exec(line) ?? [];
    const above = entries.at(-1);
    if (at !== undefined) entries.push({ at, level: level as ClusterLogEntry['level'], text: text.trimEnd() });
    else if (above !== undefined && line.trim() !== '') above.text += ` ${line.trim()}`;
  }
  return entries.length === 0
    ? { kind: 'unreadable', reason: 'it holds no entry in the form of a cluster log' }
    : { kind: 'known', value: entries };
}
