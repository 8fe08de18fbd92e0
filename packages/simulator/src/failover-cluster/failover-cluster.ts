import { sameName } from '@scanclash/core';
import { invariant, type World } from '../kernel/index.ts';
import type { Process } from '../windows/process-table.ts';
import type { SimulatedHost } from '../windows/simulated-host.ts';
import {
  type ClusterConfiguration,
  parametersKey,
  privatePropertyAt,
  type ResourceRecord,
  writeCluster,
  writeWanted,
} from './cluster-configuration.ts';
import { CLUSTER_ERROR } from './cluster-error.ts';
import { CLUSTER_GROUP, createClusterGroup } from './cluster-group.ts';
import { clusterGuid } from './cluster-guid.ts';
import { ClusterHives } from './cluster-hives.ts';
import { ClusterNode } from './cluster-node.ts';
import type {
  GroupProperties,
  GroupToCreate,
  PropertyValue,
  ResourceProperties,
  ResourceToCreate,
} from './cluster-object.ts';
import { ClusterObjects } from './cluster-objects.ts';
import { installClusterService } from './cluster-service.ts';
import type { GroupStatus, NodeStatus, ResourceStatus } from './cluster-status.ts';
import { GroupManager } from './group-manager.ts';
import { Membership } from './membership.ts';
import { ResourceMonitor } from './resource-monitor.ts';
import type { ResourceType } from './resource-type.ts';
import { genericService } from './types/generic-service.ts';
import { IP_ADDRESS, ipAddress } from './types/ip-address.ts';
import { networkName } from './types/network-name.ts';

export interface ClusterOptions {
  /** Network name of the cluster itself. */
  readonly name: string;
  readonly address: string;
  /** One to three, in the order of their ids; all of one version of Windows. */
  readonly nodes: readonly SimulatedHost[];
  /** The file share witness, `\\HUB01\FSW_CLU01`: one vote more, for the node that holds a lock there. */
  readonly witness?: string;
}

/** Win32 error code, 0 on success. */
export type ClusterAnswer = (error: number) => void;

const PART = 'failover-cluster';
const ignore: ClusterAnswer = () => {};

/**
 * A failover cluster of Windows Server 2003 or 2008. It is installed before its nodes boot; from then on it lives in the
 * cluster services of the nodes. Its configuration is the hive `HKLM\Cluster` of each node.
 *
 * Requests are answered with 0 when what was asked for has come to rest, or with the error that stands in the way. Before
 * the nodes were booted they only change what is configured.
 */
export class FailoverCluster {
  readonly world: World;
  readonly name: string;
  readonly #nodes: ClusterNode[] = [];
  readonly #hives: ClusterHives;
  readonly #objects: ClusterObjects;
  readonly #membership: Membership;
  readonly #groups: GroupManager;
  #addresses: { readonly of?: ClusterConfiguration; readonly known: Map<string, string | undefined> } = {
    known: new Map(),
  };
  /** By host, by folded name. */
  readonly #types = new Map<SimulatedHost, Map<string, ResourceType>>();

  constructor(world: World, options: ClusterOptions) {
    const { name, nodes, witness } = options;
    invariant(
      nodes.length >= 1 && nodes.length <= 3,
      `cluster ${name} has ${nodes.length} nodes: one to three are played`,
    );
    this.world = world;
    this.name = name;
    this.#hives = new ClusterHives(nodes, () => this.#membership.members.map(({ host }) => host));
    this.#objects = new ClusterObjects(this.#hives, (type) => this.#hasType(type));
    this.#groups = this.#groupManager();
    this.#membership = this.#membershipOf(nodes.length, witness !== undefined);
    for (const host of nodes) {
      const node = this.#node(host, witness && `${witness}\\${clusterGuid(name, 'cluster', name)}\\Witness.log`);
      this.#nodes.push(node);
      installClusterService(host, (context) => node.run(context));
      host.keep(PART, this);
      for (const type of [genericService, ipAddress, networkName((resource) => this.#addressOf(resource))]) {
        this.registerType(host, type);
      }
    }
    for (const { registry } of nodes) {
      writeCluster(
        registry,
        name,
        nodes.map((node) => node.name),
      );
    }
    createClusterGroup(this, options);
    nodes[0]?.network.watchWays(() => this.#membership.listen());
  }

  /** The cluster that a host is a node of. */
  static of(host: SimulatedHost): FailoverCluster | undefined {
    return host.partIfAny<FailoverCluster>(PART);
  }

  /** What is configured. */
  get configuration(): ClusterConfiguration {
    return this.#hives.configuration;
  }

  /** Makes resources of this type possible on a node. */
  registerType(node: SimulatedHost, type: ResourceType): void {
    const types = this.#types.get(node) ?? new Map<string, ResourceType>();
    types.set(type.name.toUpperCase(), type);
    this.#types.set(node, types);
  }

  /** Adds a group; error 5010 where there is one of that name, which stays as it is. */
  createGroup(group: GroupToCreate): number {
    const error = this.#objects.createGroup(group);
    if (error === 0) this.#groups.joined();
    return error;
  }

  /**
   * Adds a resource to its group; its type is registered by then. While the cluster runs it stays offline until it is
   * asked for; before, it comes online with its group. Error 5010 where there is one of that name, which stays as it is.
   */
  createResource(resource: ResourceToCreate): number {
    const online = resource.online ?? this.#membership.members.length === 0;
    const error = this.#objects.createResource({ ...resource, online });
    if (error === 0) this.#groups.changed(resource.group);
    return error;
  }

  /** Takes a resource out of its group. Error 5019 where it is online, 5001 where another one depends on it. */
  deleteResource(resource: string): number {
    const status = this.resource(resource);
    if (status === undefined) return CLUSTER_ERROR.ERROR_RESOURCE_NOT_FOUND;
    if (status.state !== 'offline' && status.state !== 'failed') return CLUSTER_ERROR.ERROR_RESOURCE_ONLINE;
    const error = this.#objects.deleteResource(status.name);
    if (error !== 0) return error;
    for (const { monitor } of this.#nodes) monitor?.close(status.name);
    this.#groups.deleted(status.name, status.group);
    return error;
  }

  setGroupProperties(group: string, properties: Partial<GroupProperties>): number {
    return this.#objects.setGroupProperties(group, properties);
  }

  setProperties(resource: string, properties: Partial<ResourceProperties>): number {
    return this.#objects.setProperties(resource, properties);
  }

  setPrivateProperty(resource: string, name: string, value: PropertyValue): number {
    return this.#objects.setPrivateProperty(resource, name, value);
  }

  privateProperty(resource: string, name: string): PropertyValue | undefined {
    return this.#objects.privateProperty(resource, name);
  }

  /** In the order in which they were set. */
  privateProperties(resource: string): readonly (readonly [name: string, value: PropertyValue])[] {
    return this.#objects.privateProperties(resource);
  }

  /** Makes a resource, which is offline, depend on another of its group; a circle is refused with 1059. */
  addDependency(resource: string, on: string): number {
    const state = this.resource(resource)?.state ?? 'offline';
    const isAtRest = state === 'offline' || state === 'failed';
    return isAtRest ? this.#objects.addDependency(resource, on) : CLUSTER_ERROR.ERROR_RESOURCE_ONLINE;
  }

  removeDependency(resource: string, on: string): number {
    return this.#objects.removeDependency(resource, on);
  }

  nodes(): readonly NodeStatus[] {
    return this.#nodes.map(({ name, id, state }) => ({ name, id, state }));
  }

  /** In the order in which they were made. */
  groups(): readonly GroupStatus[] {
    return this.configuration.groups.map((group) => {
      const { name } = group;
      return { name, node: this.#groups.nodeOf(group), state: this.#groups.groupState(name) };
    });
  }

  /** In the order in which they were made. */
  resources(): readonly ResourceStatus[] {
    const nodes = new Map(this.groups().map(({ name, node }) => [name, node]));
    return this.configuration.resources.map(({ name, type, group }) => ({
      name,
      type,
      group,
      node: nodes.get(group) ?? '',
      state: this.#groups.stateOf(name),
    }));
  }

  group(name: string): GroupStatus | undefined {
    return this.groups().find((group) => sameName(group.name, name));
  }

  resource(name: string): ResourceStatus | undefined {
    return this.resources().find((resource) => sameName(resource.name, name));
  }

  /** The nodes that hold the quorum now, each with the members that it knows of: never in two partitions. */
  quorumOwners(): readonly { readonly node: string; readonly members: readonly string[] }[] {
    return this.#nodes
      .filter((node) => this.#membership.hasQuorum(node))
      .map(({ name, view }) => ({ node: name, members: view.map((member) => member.name) }));
  }

  /** Whether the cluster can be administered from a node: it is a member, or was never booted. */
  answersOn(host: SimulatedHost): boolean {
    if (host.state === 'never-booted') return this.#membership.members.length === 0;
    return this.#membership.members.some((member) => member.host === host);
  }

  /** Takes a group offline where it is, gives it to another node, the next one where none is named, and brings it online. */
  moveGroup(group: string, to?: string, done: ClusterAnswer = ignore): void {
    if (to !== undefined && !this.#nodes.some(({ name }) => sameName(name, to))) {
      return done(CLUSTER_ERROR.ERROR_CLUSTER_NODE_NOT_FOUND);
    }
    if (this.#membership.members.length === 0) return done(CLUSTER_ERROR.ERROR_CLUSTER_NODE_DOWN);
    this.#groups.move(group, to, done);
  }

  /** Brings all resources of a group online, now and at each start. */
  onlineGroup(group: string, done: ClusterAnswer = ignore): void {
    this.#wantGroup(group, true, done);
  }

  offlineGroup(group: string, done: ClusterAnswer = ignore): void {
    this.#wantGroup(group, false, done);
  }

  /** Brings a resource online, after all that it depends on. */
  onlineResource(resource: string, done: ClusterAnswer = ignore): void {
    const record = this.#objects.resource(resource);
    if (record === undefined) return done(CLUSTER_ERROR.ERROR_RESOURCE_NOT_FOUND);
    this.#want([record], true, done);
  }

  /** Takes a resource offline, after all that depend on it; they stay offline, too. @assumed Their persistent state. */
  offlineResource(resource: string, done: ClusterAnswer = ignore): void {
    const record = this.#objects.resource(resource);
    if (record === undefined) return done(CLUSTER_ERROR.ERROR_RESOURCE_NOT_FOUND);
    this.#want([record, ...this.#objects.dependentsOf(record)], false, done);
  }

  /** Has a resource that is online fail, as if a poll had found it dead. Error 5004 where it is not online. */
  failResource(resource: string): number {
    const status = this.resource(resource);
    if (status === undefined) return CLUSTER_ERROR.ERROR_RESOURCE_NOT_FOUND;
    if (status.state !== 'online') return CLUSTER_ERROR.ERROR_RESOURCE_NOT_ONLINE;
    this.#nodes.find(({ name }) => name === status.node)?.monitor?.terminate(status.name);
    this.#groups.failed(status.name, []);
    return CLUSTER_ERROR.ERROR_SUCCESS;
  }

  #wantGroup(name: string, wanted: boolean, done: ClusterAnswer): void {
    const group = this.#objects.group(name);
    if (group === undefined) return done(CLUSTER_ERROR.ERROR_GROUP_NOT_FOUND);
    const records = this.configuration.resources.filter((record) => record.group === group.name);
    this.#want(records, wanted, done);
  }

  #want(records: readonly ResourceRecord[], wanted: boolean, done: ClusterAnswer): void {
    if (this.#membership.members.length > 0) return this.#groups.want(records, wanted, done);
    done(
      this.#hives.write((registry) => {
        for (const record of records) writeWanted(registry, record, wanted);
      }),
    );
  }

  #hasType(name: string): boolean {
    return [...this.#types.values()].some((types) => types.has(name.toUpperCase()));
  }

  #node(host: SimulatedHost, witness: string | undefined): ClusterNode {
    return new ClusterNode({
      id: this.#nodes.length + 1,
      host,
      membership: this.#membership,
      witness,
      openMonitor: (process) => this.#openMonitor(host, process),
      ownsQuorumResource: () => this.group(CLUSTER_GROUP)?.node === host.name,
      evacuate: (done) => this.#groups.evacuate(host.name, done),
    });
  }

  #openMonitor(host: SimulatedHost, monitor: Process): ResourceMonitor {
    return new ResourceMonitor({
      world: this.world,
      record: (resource) => this.#objects.resource(resource),
      failed: (resource, causes) => {
        if (this.resource(resource)?.node === host.name) this.#groups.failed(resource, causes);
      },
      open: (resource) => {
        const record = this.#objects.resource(resource);
        if (record === undefined) return undefined;
        const { guid, name, group, type } = record;
        const parameters = parametersKey(guid);
        return this.#types
          .get(host)
          ?.get(type.toUpperCase())
          ?.open({
            node: host,
            monitor,
            resource: name,
            group,
            privateProperty: (property) => privatePropertyAt(host.registry, parameters, property),
          });
      },
    });
  }

  #membershipOf(nodes: number, witness: boolean): Membership {
    return new Membership(this.#nodes, nodes, {
      witness,
      formed: (first) => {
        for (const { host } of this.#membership.members) this.#hives.copy(first.host, host);
        this.#groups.formed();
      },
      joined: ({ host }, sponsor) => {
        this.#hives.copy(sponsor.host, host);
        this.#groups.joined();
      },
      gone: (node) => this.#groups.nodeGone(node.name),
      lost: () => this.#groups.lost(),
    });
  }

  #groupManager(): GroupManager {
    const nodeNamed = (name: string): ClusterNode | undefined => this.#nodes.find((node) => node.name === name);
    const memberNamed = (name: string): ClusterNode | undefined => {
      const node = nodeNamed(name);
      return node !== undefined && this.#membership.members.includes(node) ? node : undefined;
    };
    return new GroupManager({
      world: this.world,
      configuration: () => this.configuration,
      remember: (resource, wanted) => void this.#hives.write((registry) => writeWanted(registry, resource, wanted)),
      monitorOf: (node) => memberNamed(node)?.monitor,
      takesGroups: (node) => memberNamed(node)?.takesGroups === true,
      emit: (node, kind, subject, details, causes) =>
        this.world.emit({ host: node, component: 'cluster', kind, subject, details, causes }),
      logFailure: (node, { name, group }) => nodeNamed(node)?.log.resourceFailed(name, group),
    });
  }

  /** The address that a network name stands for. Asked at each poll, and it changes with what is configured only. */
  #addressOf(resource: string): string | undefined {
    const { configuration } = this;
    if (this.#addresses.of !== configuration) this.#addresses = { of: configuration, known: new Map() };
    const { known } = this.#addresses;
    if (!known.has(resource)) known.set(resource, this.#configuredAddressOf(resource));
    return known.get(resource);
  }

  #configuredAddressOf(resource: string): string | undefined {
    const record = this.#objects.resource(resource);
    const on = record === undefined ? [] : this.#objects.dependenciesOf(record);
    const address = on.find(({ type }) => sameName(type, IP_ADDRESS));
    const value = address === undefined ? undefined : this.privateProperty(address.name, 'Address');
    return value === undefined ? undefined : String(value);
  }
}
