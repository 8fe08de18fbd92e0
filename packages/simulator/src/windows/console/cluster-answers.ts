import { clusterErrorText } from '../../failover-cluster/cluster-error.ts';
import type {
  GroupState,
  GroupStatus,
  NodeStatus,
  ResourceState,
  ResourceStatus,
} from '../../failover-cluster/cluster-status.ts';
import { type ConsoleOutput, lines, prints } from './console-program.ts';

const RESOURCE_STATES: Readonly<Record<ResourceState, string>> = {
  online: 'Online',
  'online-pending': 'Online Pending',
  offline: 'Offline',
  'offline-pending': 'Offline Pending',
  failed: 'Failed',
};

const GROUP_STATES: Readonly<Record<GroupState, string>> = {
  online: 'Online',
  offline: 'Offline',
  'partially-online': 'Partially Online',
  failed: 'Failed',
  pending: 'Pending',
};

const NODE_STATES: Readonly<Record<NodeStatus['state'], string>> = { up: 'Up', joining: 'Joining', down: 'Down' };

/** A cell that is too long pushes the others to the right. */
const row = (widths: readonly number[], cells: readonly string[]): string =>
  cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' ');

const table = (
  title: string,
  header: readonly string[],
  widths: readonly number[],
  rows: readonly (readonly string[])[],
) =>
  lines(
    title,
    '',
    row(widths, header),
    widths.map((width) => '-'.repeat(width)).join(' '),
    ...rows.map((cells) => row(widths, cells)),
    '',
  );

/** @source Output that public scripts parse: columns of 20, 20 and 15. */
export const resourceTable = (title: string, resources: readonly ResourceStatus[]): string =>
  table(
    title,
    ['Resource', 'Group', 'Node', 'Status'],
    [20, 20, 15, 6],
    resources.map(({ name, group, node, state }) => [name, group, node, RESOURCE_STATES[state]]),
  );

export const groupTable = (title: string, groups: readonly GroupStatus[]): string =>
  table(
    title,
    ['Group', 'Node', 'Status'],
    [20, 15, 6],
    groups.map(({ name, node, state }) => [name, node, GROUP_STATES[state]]),
  );

export const nodeTable = (title: string, nodes: readonly NodeStatus[]): string =>
  table(
    title,
    ['Node', 'Node ID', 'Status'],
    [14, 7, 21],
    nodes.map(({ name, id, state }) => [name, String(id).padStart(7), NODE_STATES[state]]),
  );

/** @assumed Title and width of the column. */
export const ownerTable = (title: string, nodes: readonly string[]): string =>
  table(
    title,
    ['Possible Owner Nodes'],
    [20],
    nodes.map((node) => [node]),
  );

/** A property as it is listed; its name in front says whether it is a number (`D`) or a text (`S`), and read-only (`R`). */
export interface ListedProperty {
  readonly name: string;
  readonly value: string | number;
  readonly readOnly?: boolean;
}

/** @assumed The widths of the columns. */
export const propertyTable = (
  title: string,
  object: string,
  properties: readonly ListedProperty[],
  kind = 'Resource',
): string =>
  table(
    title,
    ['T', kind, 'Name', 'Value'],
    [2, 20, 30, 23],
    properties.map(({ name, value, readOnly }) => {
      const type = `${typeof value === 'number' ? 'D' : 'S'}${readOnly === true ? 'R' : ''}`;
      return [type, object, name, typeof value === 'number' ? `${value} (0x${value.toString(16)})` : value];
    }),
  );

/** What all console programs of Windows say of an error that they do not explain; it is the exit code. */
export const clusterFailed = (error: number): ConsoleOutput =>
  prints(
    lines(
      '',
      `System error ${error} has occurred (0x${error.toString(16).padStart(8, '0')}).`,
      clusterErrorText(error),
      '',
    ),
    error,
  );
