import type { HostSettings, SimulatedHost } from '@scanclash/simulator';
import type { AgentPolicy, AgentReport } from '../agent-protocol.ts';
import type { PolicyDefinition } from '../policy-definition.ts';
import { assignments, policies } from '../settings.ts';

/** A system as the server knows it: what its agent last told. */
export interface KnownSystem {
  readonly id: number;
  readonly report: AgentReport;
  /** Instant of the world, µs. */
  readonly lastUpdate: number;
}

/** A policy of the catalogue with the number that the server gave it. */
export interface CataloguedPolicy extends PolicyDefinition {
  readonly id: number;
}

/** A policy that a system is assigned to, and where that was said. */
export interface AssignedPolicy {
  readonly policy: CataloguedPolicy;
  /** Not inherited from the root of the system tree. */
  readonly isOwn: boolean;
}

/** The words of the console for the root of the system tree. @source EPO-QUERIES */
export const ROOT = 'My Organization';

const FIRST_SYSTEM = 10;
const FIRST_POLICY = 100;

/** What a running ePO server knows: systems, the catalogue of policies, and who is assigned to which. */
export class EpoServer {
  readonly host: SimulatedHost;
  readonly #settings: HostSettings<true>;
  readonly #systems = new Map<string, KnownSystem>();

  constructor(host: SimulatedHost, settings: HostSettings<true>) {
    this.host = host;
    this.#settings = settings;
  }

  /** In the order in which they first reported. */
  systems(): readonly KnownSystem[] {
    return [...this.#systems.values()];
  }

  policies(): readonly CataloguedPolicy[] {
    return this.#settings.get(policies).map((policy, i) => ({ ...policy, id: FIRST_POLICY + i }));
  }

  /** One policy of each product and category: that of the system itself, else that of every system. */
  assigned(system: string): readonly AssignedPolicy[] {
    const chosen = new Map<string, AssignedPolicy>();
    const all = this.policies();
    for (const { policy: name, product, category, system: target } of this.#settings.get(assignments)) {
      const isOwn = target.toUpperCase() === system.toUpperCase();
      const policy = all.find((one) => one.name === name && one.product === product && one.category === category);
      if (policy === undefined || !(isOwn || target === '*')) continue;
      const place = `${product}\n${category}`;
      if (isOwn || chosen.get(place)?.isOwn !== true) chosen.set(place, { policy, isOwn });
    }
    return [...chosen.values()];
  }

  /** An agent has reported: its system is known from now on. */
  checkIn(report: AgentReport): readonly AgentPolicy[] {
    const folded = report.name.toUpperCase();
    const id = this.#systems.get(folded)?.id ?? FIRST_SYSTEM + this.#systems.size;
    this.#systems.set(folded, { id, report, lastUpdate: this.host.world.now });
    return this.assigned(report.name).map(({ policy: { name, product, category, server, workstation } }) => ({
      name,
      product,
      category,
      settings: report.platform === 'Server' ? server : workstation,
    }));
  }
}
