import { type RegistryEditor, sameName } from '@scanclash/core';
import {
  deleteResource,
  type GroupRecord,
  parametersKey,
  privatePropertiesAt,
  privatePropertyAt,
  type ResourceRecord,
  writeDependencies,
  writeGroup,
  writeGroupProperties,
  writePrivateProperty,
  writeProperties,
  writeResource,
} from './cluster-configuration.ts';
import { CLUSTER_ERROR } from './cluster-error.ts';
import type { ClusterHives } from './cluster-hives.ts';
import type {
  GroupProperties,
  GroupToCreate,
  PropertyValue,
  ResourceProperties,
  ResourceToCreate,
} from './cluster-object.ts';
import { dependenciesOf, dependentsOf } from './resource-order.ts';

/** The groups and resources that are configured, and how they are changed. Answers are Win32 errors, 0 on success. */
export class ClusterObjects {
  readonly #hives: ClusterHives;
  readonly #hasType: (type: string) => boolean;

  constructor(hives: ClusterHives, hasType: (type: string) => boolean) {
    this.#hives = hives;
    this.#hasType = hasType;
  }

  group(name: string): GroupRecord | undefined {
    return this.#hives.configuration.groups.find((group) => sameName(group.name, name));
  }

  resource(name: string): ResourceRecord | undefined {
    return this.#hives.configuration.resources.find((resource) => sameName(resource.name, name));
  }

  dependenciesOf(resource: ResourceRecord): readonly ResourceRecord[] {
    return dependenciesOf(this.#hives.configuration.resources, resource);
  }

  dependentsOf(resource: ResourceRecord): readonly ResourceRecord[] {
    return dependentsOf(this.#hives.configuration.resources, resource);
  }

  createGroup(group: GroupToCreate): number {
    if (this.group(group.name) !== undefined) return CLUSTER_ERROR.ERROR_OBJECT_ALREADY_EXISTS;
    const { configuration } = this.#hives;
    return this.#hives.write((registry) => writeGroup(registry, configuration, group));
  }

  setGroupProperties(name: string, properties: Partial<GroupProperties>): number {
    const group = this.group(name);
    if (group === undefined) return CLUSTER_ERROR.ERROR_GROUP_NOT_FOUND;
    return this.#hives.write((registry) => writeGroupProperties(registry, group, properties));
  }

  createResource(resource: ResourceToCreate): number {
    const { configuration } = this.#hives;
    const group = this.group(resource.group);
    if (group === undefined) return CLUSTER_ERROR.ERROR_GROUP_NOT_FOUND;
    if (!this.#hasType(resource.type)) return CLUSTER_ERROR.ERROR_CLUSTER_RESOURCE_TYPE_NOT_FOUND;
    if (this.resource(resource.name) !== undefined) return CLUSTER_ERROR.ERROR_OBJECT_ALREADY_EXISTS;
    const on = (resource.dependsOn ?? []).map((name) => this.resource(name));
    if (!on.every((other) => other?.group === group.name)) return CLUSTER_ERROR.ERROR_DEPENDENCY_NOT_FOUND;
    return this.#hives.write((registry) =>
      writeResource(registry, configuration, group, resource, on as ResourceRecord[]),
    );
  }

  deleteResource(resource: string): number {
    const record = this.resource(resource);
    if (record === undefined) return CLUSTER_ERROR.ERROR_RESOURCE_NOT_FOUND;
    if (this.dependentsOf(record).length > 0) return CLUSTER_ERROR.ERROR_DEPENDENT_RESOURCE_EXISTS;
    const group = this.group(record.group);
    return this.#hives.write((registry) => {
      if (group !== undefined) deleteResource(registry, record, group);
    });
  }

  setProperties(resource: string, properties: Partial<ResourceProperties>): number {
    return this.#change(resource, (registry, record) => writeProperties(registry, record, properties));
  }

  setPrivateProperty(resource: string, name: string, value: PropertyValue): number {
    return this.#change(resource, (registry, record) => writePrivateProperty(registry, record, name, value));
  }

  privateProperty(resource: string, name: string): PropertyValue | undefined {
    const record = this.resource(resource);
    return record === undefined ? undefined : privatePropertyAt(this.#hives.registry, parametersKey(record.guid), name);
  }

  privateProperties(resource: string): readonly (readonly [name: string, value: PropertyValue])[] {
    const record = this.resource(resource);
    return record === undefined ? [] : privatePropertiesAt(this.#hives.registry, record.guid);
  }

  addDependency(resource: string, on: string): number {
    const record = this.resource(resource);
    const other = this.resource(on);
    if (record === undefined) return CLUSTER_ERROR.ERROR_RESOURCE_NOT_FOUND;
    if (other?.group !== record.group) return CLUSTER_ERROR.ERROR_DEPENDENCY_NOT_FOUND;
    if (record.dependsOn.includes(other.name)) return CLUSTER_ERROR.ERROR_DEPENDENCY_ALREADY_EXISTS;
    if (other === record || this.dependentsOf(record).includes(other)) return CLUSTER_ERROR.ERROR_CIRCULAR_DEPENDENCY;
    const all = [...this.dependenciesOf(record), other];
    return this.#change(resource, (registry) => writeDependencies(registry, record, all));
  }

  removeDependency(resource: string, on: string): number {
    const record = this.resource(resource);
    if (record === undefined) return CLUSTER_ERROR.ERROR_RESOURCE_NOT_FOUND;
    const left = this.dependenciesOf(record).filter(({ name }) => !sameName(name, on));
    if (left.length === record.dependsOn.length) return CLUSTER_ERROR.ERROR_DEPENDENCY_NOT_FOUND;
    return this.#change(resource, (registry) => writeDependencies(registry, record, left));
  }

  #change(resource: string, action: (registry: RegistryEditor, record: ResourceRecord) => void): number {
    const record = this.resource(resource);
    if (record === undefined) return CLUSTER_ERROR.ERROR_RESOURCE_NOT_FOUND;
    return this.#hives.write((registry) => action(registry, record));
  }
}
