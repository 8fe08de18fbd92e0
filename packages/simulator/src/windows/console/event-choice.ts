import { sameName } from '@scanclash/core';
import type { EventRecord, LogName } from '../event-log.ts';
import type { SimulatedHost } from '../simulated-host.ts';

const LOGS: readonly LogName[] = ['System', 'Application'];

export const logNamed = (name: string): LogName | undefined => LOGS.find((log) => sameName(log, name));

/** The records of a log with one id, newest first. */
export const eventsOf = (host: SimulatedHost, log: LogName, id: number): readonly EventRecord[] =>
  host.eventLog
    .records(log)
    .filter((record) => record.id === id)
    .toReversed();
