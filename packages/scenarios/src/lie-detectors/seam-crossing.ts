import type { EventIdentity, Trace, TraceEvent } from '@scanclash/simulator';

/** Components of the kernel through which products meet, and by which alone one can disturb another. */
const SEAMS: readonly string[] = ['volume', 'tcp', 'smb', 'network', 'registry', 'cluster', 'api'];
/** A seam too, but every service has come through it when its host booted: only what the timeline sets off tells anything. */
const SERVICES = 'scm';

/**
 * Where the chain of causes that leads to an event crosses a seam of the kernel: the events there, latest first, the
 * event itself included. None: a product has made the event up. Only of a stored trace.
 */
export function seamsCrossed(trace: Trace, id: EventIdentity): TraceEvent[] {
  const chain = [trace.event(id), ...trace.ancestorsOf(id)].filter((event) => event !== undefined);
  return chain.filter(({ component, id: seam }) => {
    if (SEAMS.includes(component)) return true;
    return component === SERVICES && trace.ancestorsOf(seam).some(({ kind }) => kind === 'timeline.step');
  });
}
