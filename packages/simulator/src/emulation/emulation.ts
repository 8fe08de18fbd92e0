import type { AnyProduct, Plain } from '@scanclash/core';
import type { z } from 'zod';
import type { SimulatedHost } from '../windows/simulated-host.ts';

/** Something that a scenario can make happen: mail arrives, a share is opened, a policy is enforced. */
export interface Stimulus {
  readonly title: string;
  readonly schema: z.ZodType;
  /** Acts on a host at the time that the timeline says; what it sets off is scheduled in the world. */
  run(host: SimulatedHost, parameters: never): void;
}

/** Something that expectations can look at: queue lengths, log lines. */
export interface Observable {
  readonly title: string;
  readonly schema: z.ZodType<Plain>;
  observe(host: SimulatedHost): Plain;
}

/**
 * A check that protection is kept: a stimulus that a scanner must stop, and what must be seen of it. It runs after the
 * symptoms were judged.
 */
export interface Protection {
  readonly title: string;
  /** Does what must be stopped; `report` is told whether it was. `others` are all hosts of the world. */
  run(host: SimulatedHost, report: (stopped: boolean) => void, others: readonly SimulatedHost[]): void;
  /** Time to wait for the report, µs. */
  readonly within: number;
}

/** How a product behaves on a simulated host. Knows no scenario. */
export interface Emulation {
  readonly product: AnyProduct;
  /** Leaves the host as the setup program would, with these settings (by path below the namespace) in place. */
  install(host: SimulatedHost, settings: Readonly<Record<string, Plain>>): void;
  /** By name below the namespace: `submit`. */
  readonly stimuli: Readonly<Record<string, Stimulus>>;
  readonly observables: Readonly<Record<string, Observable>>;
  readonly protections: Readonly<Record<string, Protection>>;
}

export const defineEmulation = (emulation: Emulation): Emulation => emulation;

export function stimulus<S extends z.ZodType>(
  title: string,
  schema: S,
  run: (host: SimulatedHost, parameters: z.output<S>) => void,
): Stimulus {
  return { title, schema, run: run };
}
