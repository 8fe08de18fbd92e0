import {
  type Fact,
  factOf,
  type HostEvidence,
  type HostRequest,
  known,
  type ProcessRow,
  parseNetstat,
  parseTasklistCsv,
  type Reading,
  unreadable,
} from '@scanclash/core';
import { z } from 'zod';
import { listedRows } from './listed-rows.ts';

export const CONNECTIONS: HostRequest = { id: 'connections' };
export const PROCESSES: HostRequest = { id: 'processes' };

export const listenersSchema = z.array(
  z.object({
    port: z.int(),
    address: z.string().describe('Own address that it listens on; 0.0.0.0 and :: are all of them.'),
    program: z.string().describe('Image name of the program.'),
    services: z.array(z.string()).describe('Services in the process.'),
  }),
);

/**
 * Who waits for TCP connections: `netstat` tells ports with ids of processes, `tasklist` what these are. They are two looks,
 * and a process that was gone at the second has no name.
 */
export function listeners(evidence: HostEvidence): Fact {
  const processes = processesById(evidence);
  const listening = (output: string) => {
    const sockets = parseNetstat(output);
    if (sockets.kind !== 'known') return sockets;
    const { rows, unread } = sockets.value;
    return { kind: 'known' as const, value: { rows: rows.filter((row) => row.listening), unread } };
  };
  return listedRows(evidence, CONNECTIONS, listening, ({ local, pid }, origin) => {
    const process = pid === undefined ? undefined : processes.kind === 'known' ? processes.value.get(pid) : undefined;
    const asked = { kind: 'question', question: PROCESSES } as const;
    const missing = unreadable(whyNot(processes, pid), pid === undefined ? CONNECTIONS : PROCESSES);
    return {
      port: known(local.port, origin),
      address: known(local.address, origin),
      program: process === undefined ? missing : known(process.imageName, asked),
      services: process?.services === undefined ? missing : factOf(process.services, asked),
    };
  });
}

function processesById(evidence: HostEvidence): Reading<ReadonlyMap<number, ProcessRow>> {
  const text = evidence.text(PROCESSES);
  const listed = text.kind === 'known' ? parseTasklistCsv(text.value) : text;
  if (listed.kind !== 'known') return listed;
  return { kind: 'known', value: new Map(listed.value.rows.map((row) => [row.pid, row])) };
}

function whyNot(processes: Reading<unknown>, pid: number | undefined): string {
  if (pid === undefined) return 'netstat of this Windows names no processes';
  if (processes.kind === 'known') return `no process ${pid} was listed`;
  return processes.kind === 'unreadable' ? processes.reason : 'no answer';
}
