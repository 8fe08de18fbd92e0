import type { Microseconds } from '../../kernel/index.ts';
import type { Process } from '../process-table.ts';

/** What a service program is given when it is started. */
export interface ServiceContext {
  readonly service: string;
  readonly process: Process;
  /** Tells the service control manager that the service runs. It, or `pending`, is to be called within 30 s. */
  readonly running: () => void;
  /**
   * Tells that starting, or stopping, goes on: the next sign of life comes within `waitHint` µs. Each call is a checkpoint;
   * without a further one the service counts as hung, but is left alone.
   */
  readonly pending: (waitHint: Microseconds) => void;
  /** The service ends by itself, which is no failure; with another exit code than 0 it is an error in the System log. */
  readonly stopped: (exitCode?: number) => void;
  /**
   * What to do at a stop request and at shutdown; the handler calls `stopped` when it is done. A service without a handler
   * stops at once.
   */
  readonly onStop: (handler: (stopped: () => void) => void) => void;
  /** Whether the service's control handler answers, which it does until told otherwise; controls wait for it, 30 s. */
  readonly responding: (answers: boolean) => void;
}

/** A program behind a service. It runs in a process of its own, which ends with it. */
export type ServiceProgram = (context: ServiceContext) => void;

export const SERVICE_STATE = { STOPPED: 1, START_PENDING: 2, STOP_PENDING: 3, RUNNING: 4 } as const;
export type ServiceState = keyof typeof SERVICE_STATE;

/** What `sc query` shows of a service. */
export interface ServiceStatus {
  readonly state: ServiceState;
  readonly exitCode: number;
  readonly checkpoint: number;
  /** µs. */
  readonly waitHint: Microseconds;
  readonly process: Process | undefined;
}
