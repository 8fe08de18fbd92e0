import type { ResourceRecord } from './cluster-configuration.ts';

/** The resources that depend on one directly. */
export function directDependents(
  records: readonly ResourceRecord[],
  { name }: ResourceRecord,
): readonly ResourceRecord[] {
  return records.filter(({ dependsOn }) => dependsOn.includes(name));
}

/** The resources that depend on one, by any way. */
export function dependentsOf(records: readonly ResourceRecord[], resource: ResourceRecord): readonly ResourceRecord[] {
  const found = new Set([resource]);
  for (const record of found) for (const dependent of directDependents(records, record)) found.add(dependent);
  found.delete(resource);
  return [...found];
}

/** The resources on which one depends directly. */
export function dependenciesOf(
  records: readonly ResourceRecord[],
  { dependsOn }: ResourceRecord,
): readonly ResourceRecord[] {
  return records.filter(({ name }) => dependsOn.includes(name));
}

/** These resources, and those on which they depend by any way. */
export function withDependencies(
  records: readonly ResourceRecord[],
  resources: readonly ResourceRecord[],
): readonly ResourceRecord[] {
  const found = new Set(resources);
  for (const record of found) for (const dependency of dependenciesOf(records, record)) found.add(dependency);
  return [...found];
}

/** Whether all that a resource depends on is online, and can stay so. */
export function hasGround(
  records: readonly ResourceRecord[],
  resource: ResourceRecord,
  isOnline: (name: string) => boolean,
): boolean {
  return dependenciesOf(records, resource).every(
    (dependency) => isOnline(dependency.name) && hasGround(records, dependency, isOnline),
  );
}

/** Whether a resource is to be online, itself or for the sake of what depends on it: KB259243. */
export function isDesired(records: readonly ResourceRecord[], resource: ResourceRecord): boolean {
  return resource.wanted || directDependents(records, resource).some((dependent) => isDesired(records, dependent));
}
