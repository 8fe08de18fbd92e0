import type { EventIdentity, World } from '../../kernel/index.ts';
import type { Answered } from './service.ts';
import type { ServiceConfiguration } from './service-configuration.ts';
import type { ServiceDatabase } from './service-database.ts';
import { SERVICE_ERROR } from './service-error.ts';

/** Why a service cannot start although nothing is wrong with itself. */
export interface DependencyFailure {
  readonly kind: 'service' | 'missing' | 'group';
  /** The service, or the group, that should run. */
  readonly dependency: string;
  /** What starting that service failed with. */
  readonly error: number;
  readonly causes: readonly EventIdentity[];
}

/** Starts services, and tells whether they run. */
interface Starter {
  start(name: string, done: Answered): void;
  isRunning(name: string): boolean;
}

/**
 * Starts all that a service depends on, side by side, and of each group that it depends on every member. Answered when
 * all of them were tried; of several failures with the first in the order of the configuration.
 *
 * @source Windows SDK, "Automatically starting services": a demand-start dependency is started as well; a group is
 * there when at least one member runs after an attempt to start all.
 */
export function startDependencies(
  world: World,
  parts: { readonly starter: Starter; readonly database: ServiceDatabase },
  { dependsOn, dependsOnGroups }: ServiceConfiguration,
  done: (failure: DependencyFailure | undefined) => void,
): void {
  const { starter, database } = parts;
  const failed = new Map<string, DependencyFailure>();
  // Held open until all were asked: some answer at once.
  let open = 1;
  const settled = (): void => {
    open -= 1;
    if (open > 0) return;
    const first = dependsOn.find((dependency) => failed.has(dependency));
    if (first !== undefined) return done(failed.get(first));
    const dependency = dependsOnGroups.find(
      (group) => !database.membersOf(group).some(({ name }) => starter.isRunning(name)),
    );
    if (dependency === undefined) return done(undefined);
    done({ kind: 'group', dependency, error: SERVICE_ERROR.ERROR_SERVICE_DEPENDENCY_FAIL, causes: world.causes });
  };
  for (const dependency of dependsOn) {
    open += 1;
    starter.start(dependency, (error) => {
      const kind = database.configuration(dependency) === undefined ? 'missing' : 'service';
      if (!starter.isRunning(dependency)) failed.set(dependency, { kind, dependency, error, causes: world.causes });
      settled();
    });
  }
  const members = dependsOnGroups.flatMap((group) => database.membersOf(group));
  for (const { name, start } of members) {
    if (start === 'disabled') continue;
    open += 1;
    starter.start(name, settled);
  }
  settled();
}
