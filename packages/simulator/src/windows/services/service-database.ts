import { asTexts, foldName, type RegistryTree } from '@scanclash/core';
import {
  readService,
  SERVICES_KEY,
  type ServiceChanges,
  type ServiceConfiguration,
  serviceKey,
  serviceNames,
  writeService,
} from './service-configuration.ts';

const CONTROL_KEY = 'HKLM\\SYSTEM\\CurrentControlSet\\Control';

/**
 * The services as the service control manager knows them. It loads its database at boot and keeps it in memory: start
 * types, groups and dependencies that somebody writes into the registry count from the next boot on, those that come
 * through it (`change`, a new service) at once. Image paths and accounts are read when a service starts.
 *
 * @source MS-SCMR 3.1.1 (memory-resident database); Windows 2000 registry reference, `Start`: "You cannot change the
 * starting rules for a service by editing this entry"; use ChangeServiceConfig or sc.
 */
export class ServiceDatabase {
  readonly #registry: RegistryTree;
  /** By folded name; undefined before the first boot, when there is only the registry. */
  #loaded: Map<string, ServiceConfiguration> | undefined;
  #revision = -1;
  #services = new Map<string, ServiceConfiguration>();
  /** By name, what was read of a service last, and of which revision of its key. */
  readonly #read = new Map<string, { readonly revision: number; readonly what: ServiceConfiguration | undefined }>();

  constructor(registry: RegistryTree) {
    this.#registry = registry;
  }

  /** Loads what the registry holds now, as at boot. */
  load(): void {
    this.#loaded = undefined;
    this.#revision = -1;
    this.#loaded = new Map(this.#current());
  }

  /** In the order in which Windows lists keys: by upcased names. Drivers are none of them. */
  names(): readonly string[] {
    return Array.from(this.#current().values(), ({ name }) => name);
  }

  configuration(name: string): ServiceConfiguration | undefined {
    return this.#current().get(foldName(name));
  }

  /** ChangeServiceConfig: into the registry, and at once. The service must exist. */
  change(name: string, changes: ServiceChanges): void {
    const before = this.configuration(name) as ServiceConfiguration;
    writeService(this.#registry, before.name, changes);
    this.#loaded?.set(foldName(name), readService(this.#registry, before.name) ?? before);
    this.#revision = -1;
  }

  /** The services that depend on a service, directly. */
  dependents(name: string): readonly ServiceConfiguration[] {
    const wanted = foldName(name);
    const depends = ({ dependsOn }: ServiceConfiguration) => dependsOn.some((other) => foldName(other) === wanted);
    return [...this.#current().values()].filter(depends);
  }

  membersOf(group: string): readonly ServiceConfiguration[] {
    const wanted = foldName(group);
    return [...this.#current().values()].filter((one) => one.group !== undefined && foldName(one.group) === wanted);
  }

  /** Whether the dependencies of a service, or theirs, lead round in a circle. */
  hasCircle(name: string): boolean {
    const done = new Set<string>();
    const circles = (folded: string, above: readonly string[]): boolean => {
      if (above.includes(folded)) return true;
      if (done.has(folded)) return false;
      done.add(folded);
      const dependencies = this.#current().get(folded)?.dependsOn ?? [];
      return dependencies.some((other) => circles(foldName(other), [...above, folded]));
    };
    return circles(foldName(name), []);
  }

  /** Services in the order of boot: by `ServiceGroupOrder`, then those without a group or of a group not listed there. */
  inBootOrder(): readonly ServiceConfiguration[] {
    const stored = this.#registry.value(`${CONTROL_KEY}\\ServiceGroupOrder`, 'List');
    const order = (stored.kind === 'known' ? (asTexts(stored.value) ?? []) : []).map(foldName);
    const rank = ({ group }: ServiceConfiguration): number => {
      const place = group === undefined ? -1 : order.indexOf(foldName(group));
      return place < 0 ? order.length : place;
    };
    return [...this.#current().values()].sort((a, b) => rank(a) - rank(b));
  }

  /** A service as its key tells it, which is read anew when it has changed. */
  #stored(name: string): ServiceConfiguration | undefined {
    const revision = this.#registry.revisionOf(serviceKey(name));
    const last = this.#read.get(name);
    if (last?.revision === revision) return last.what;
    const what = readService(this.#registry, name);
    this.#read.set(name, { revision, what });
    return what;
  }

  /** By folded name and in their order; read anew when the registry has changed. */
  #current(): ReadonlyMap<string, ServiceConfiguration> {
    const revision = this.#registry.revisionOf(SERVICES_KEY);
    if (this.#revision === revision) return this.#services;
    const found = new Map<string, ServiceConfiguration>(this.#loaded);
    for (const name of serviceNames(this.#registry)) {
      const stored = this.#stored(name);
      if (stored === undefined) continue;
      const folded = foldName(name);
      const loaded = found.get(folded);
      if (loaded === undefined) this.#loaded?.set(folded, stored);
      const { imagePath, account } = stored;
      found.set(folded, loaded === undefined ? stored : { ...loaded, imagePath, account });
    }
    this.#services = new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
    this.#revision = revision;
    return this.#services;
  }
}
