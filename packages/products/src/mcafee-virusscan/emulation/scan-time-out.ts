import { type FileOperation, type Microseconds, SECOND } from '@scanclash/simulator';
import { scanTimeout } from '../settings.ts';
import type { ThreadTime } from './scan-threads.ts';
import type { VirusscanHost } from './virusscan-host.ts';

/** A scan as it comes out under a limit of time. */
export interface LimitedScan extends ThreadTime {
  /** When whoever waits for it is let go on, µs. */
  readonly answered: Microseconds;
  /** It takes longer than a scan may: McShield gives it up. */
  readonly isGivenUp: boolean;
  /** Whoever waits for it is let go on without an answer: it is given up, or it ends too late for him. */
  readonly timedOut: boolean;
}

/**
 * Has a thread scan a file, or decide on it, within the scan time-out. McShield gives up a file that takes longer; who
 * waits for it waits no longer than that, queue included, and goes on as if the file were clean.
 * @source MCAFEE-TIMEOUTS: 45 s by default, access goes on, the file was not scanned. KB55898: excluded files, too.
 * @assumed HOLE-scan-timeout: that the waiting for a thread counts.
 */
export function scanWithin(virusscan: VirusscanHost, cost: Microseconds): LimitedScan {
  const { host, settings, threads } = virusscan;
  const limit = settings.get(scanTimeout.enforced) ? settings.get(scanTimeout.seconds) * SECOND : undefined;
  const isUp = (time: Microseconds) => limit !== undefined && time > limit && virusscan.isOn('scan-times-out');
  const isGivenUp = isUp(cost);
  const { begins, ends } = threads.take(isGivenUp ? (limit as number) : cost);
  const isTooLate = isUp(ends - host.world.now);
  const answered = isTooLate ? host.world.now + (limit as number) : ends;
  return { begins, ends, answered, isGivenUp, timedOut: isGivenUp || isTooLate };
}

/** The time was up: the log says so, and nothing else comes of it. */
export function reportTimeOut(virusscan: VirusscanHost, operation: FileOperation): void {
  const { host } = virusscan;
  const timedOut = host.world.emit({
    host: host.name,
    component: 'virusscan',
    kind: 'virusscan.scan-timed-out',
    subject: operation.path,
    details: { process: operation.process.imageName },
    causes: operation.causes,
  });
  host.world.because(timedOut, () => virusscan.logTimeOut(operation));
}
