import { HOUR } from '../kernel/units.ts';
import type { SimulatedHost } from '../windows/simulated-host.ts';
import type { Protection } from './emulation.ts';

/** An hour later each day: which of two programs looks for them first must not decide. */
const BETWEEN = 25 * HOUR;
const TIMES = 2;

/** What a scanner knows viruses by. */
export interface Definitions {
  /** As the vendor's servers know them. */
  readonly name: string;
  readonly version: number;
}

/**
 * A check of the age of definitions: some days in a row the vendor publishes new ones, and before the next come out the
 * scanner must have them. Undefined where a host has no scanner of its own that could age.
 */
export function definitionsStayYoung(of: (host: SimulatedHost) => Definitions | undefined): Protection {
  return {
    title: 'New definitions come in before the next are published, several days in a row',
    within: (TIMES + 1) * BETWEEN,
    run: (host, report) => {
      const publish = (left: number): void => {
        const definitions = of(host);
        if (definitions === undefined || left === 0) return report(true);
        const { name, version } = definitions;
        const newest = (host.network.published(name) ?? version) + 1;
        host.network.publish(name, newest);
        host.world.schedule(BETWEEN, 'age of the definitions', () => {
          if ((of(host)?.version ?? newest) < newest) report(false);
          else publish(left - 1);
        });
      };
      publish(TIMES);
    },
  };
}
