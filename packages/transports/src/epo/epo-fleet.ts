import { foldName, ScanclashError } from '@scanclash/core';
import { shown } from '../bundle/bundle-error.ts';
import type { EpoClient, EpoRow, ListedPolicy } from './epo-client.ts';
import type { EpoLimits } from './epo-limits.ts';

/** A policy that a system is assigned to. */
export interface Assignment {
  /** `objectId` of the policy. */
  readonly policy: number;
  /** `CategoryTextID`, the word by which an export names the category. */
  readonly category: string;
}

/** What ePO knows of a system. */
export interface EpoSystem {
  readonly name: string;
  /** When its agent last talked to the server, as the server writes it. */
  readonly lastUpdate: string | undefined;
  /** `Server` or `Workstation`. */
  readonly platform: string | undefined;
  /** Whether its agent is managed by this server. */
  readonly isManaged: boolean;
  /** Exact version of the product that was asked for; undefined where it is not installed. */
  readonly productVersion: string | undefined;
  /** Of the wanted policies; systems that are alike share one list. */
  readonly assignments: readonly Assignment[];
}

export interface EpoFleet {
  readonly policies: ReadonlyMap<number, ListedPolicy>;
  readonly systems: readonly EpoSystem[];
  /** Not all of them: the user stopped it. */
  readonly interrupted: boolean;
}

export interface FleetOptions {
  /** Column that holds the version of the product in question. */
  readonly versionColumn: string;
  /** Which policies matter. */
  readonly wants: (policy: ListedPolicy) => boolean;
  /** Only the systems of these names; all where it is undefined. */
  readonly names?: readonly string[] | undefined;
  readonly limits: EpoLimits;
  readonly progress: (done: number, total: number) => void;
  readonly interrupted: () => boolean;
}

const NODE = 'EPOLeafNode';
const ID = `${NODE}.AutoID`;

/**
 * Reads the systems of a server with the policies that they are assigned to: first the numbers of the systems, then page
 * by page what is known of them, so that no answer is larger than a page however many systems there are.
 * @source EPO-QUERIES: the tables EPOLeafNode and EPOAssignedPolicy and their columns.
 */
export async function readFleet(client: EpoClient, options: FleetOptions): Promise<EpoFleet> {
  const { limits, wants, names, progress, interrupted } = options;
  const policies = new Map((await client.listPolicies()).filter(wants).map((policy) => [policy.id, policy]));
  const ids = names === undefined ? await everyId(client) : await idsOf(client, names);
  if (ids.length > limits.systems) {
    throw new ScanclashError('SC-EPO-005', `${client.server}: listing systems: more than ${limits.systems} systems`, {
      hint: 'Check some of them by name: --host NAME',
    });
  }
  const pages = Array.from({ length: Math.ceil(ids.length / limits.page) }, (_, i) =>
    ids.slice(i * limits.page, (i + 1) * limits.page),
  );
  const read: EpoSystem[][] = [];
  const shared = new SharedLists();
  let done = 0;
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < pages.length && !interrupted()) {
      const i = next++;
      const page = pages[i] as number[];
      read[i] = await readPage(client, page, names === undefined, options.versionColumn, policies, shared);
      done += page.length;
      progress(done, ids.length);
    }
  };
  await Promise.all(Array.from({ length: limits.connections }, work));
  const systems = read.flat();
  return { policies, systems, interrupted: next < pages.length };
}

async function everyId(client: EpoClient): Promise<number[]> {
  const phase = 'listing systems';
  const rows = await client.query(NODE, [ID], undefined, phase);
  return distinct(rows.map((row) => idOf(client, row, phase)));
}

async function idsOf(client: EpoClient, names: readonly string[]): Promise<number[]> {
  const phase = 'finding systems by name';
  const ids: number[] = [];
  for (const name of names) {
    for (const row of await client.findSystems(name, phase)) {
      const found = [textOf(row, `${NODE}.NodeName`), textOf(row, 'EPOComputerProperties.ComputerName')];
      if (!found.some((one) => one !== undefined && foldName(one) === foldName(name))) continue;
      ids.push(idOf(client, row, phase));
    }
  }
  return distinct(ids);
}

const distinct = (ids: readonly number[]): number[] => [...new Set(ids)].sort((a, b) => a - b);

async function readPage(
  client: EpoClient,
  ids: readonly number[],
  isRange: boolean,
  versionColumn: string,
  policies: ReadonlyMap<number, ListedPolicy>,
  shared: SharedLists,
): Promise<EpoSystem[]> {
  const where = isRange
    ? `(and (ge ${ID} ${ids[0]}) (le ${ID} ${ids.at(-1)}))`
    : `(or ${ids.map((id) => `(eq ${ID} ${id})`).join(' ')})`;
  const systemPhase = 'reading systems';
  const columns = ['NodeName', 'LastUpdate', 'ManagedState'].map((column) => `${NODE}.${column}`);
  const rows = await client.query(
    NODE,
    [ID, ...columns, 'EPOComputerProperties.OSPlatform', versionColumn],
    where,
    systemPhase,
  );
  const assignedPhase = 'reading which policies systems are assigned to';
  const assigned = await client.query(
    'EPOAssignedPolicy',
    [ID, 'EPOAssignedPolicy.PolicyObjectID', 'EPOAssignedPolicy.CategoryTextID'],
    where,
    assignedPhase,
  );
  const wanted = new Set(ids);
  const assignments = new Map<number, Assignment[]>();
  for (const row of assigned) {
    const id = idOf(client, row, assignedPhase);
    const policy = numberOf(row, 'EPOAssignedPolicy.PolicyObjectID');
    if (policy === undefined || !policies.has(policy) || !wanted.has(id)) continue;
    const category = textOf(row, 'EPOAssignedPolicy.CategoryTextID') ?? '';
    assignments.set(id, [...(assignments.get(id) ?? []), { policy, category }]);
  }
  return rows.flatMap((row): EpoSystem[] => {
    const id = idOf(client, row, systemPhase);
    const name = textOf(row, `${NODE}.NodeName`);
    if (!wanted.has(id)) return [];
    if (name === undefined || name === '') throw misshapen(client, systemPhase, `system ${id} has no name`);
    return [
      {
        name,
        lastUpdate: textOf(row, `${NODE}.LastUpdate`),
        platform: textOf(row, 'EPOComputerProperties.OSPlatform'),
        isManaged: numberOf(row, `${NODE}.ManagedState`) !== 0,
        productVersion: textOf(row, versionColumn),
        assignments: shared.one(assignments.get(id) ?? []),
      },
    ];
  });
}

/** Thousands of systems have few different lists of policies between them. */
class SharedLists {
  readonly #lists = new Map<string, readonly Assignment[]>();

  one(list: readonly Assignment[]): readonly Assignment[] {
    const sorted = list.toSorted((a, b) => a.policy - b.policy);
    const key = JSON.stringify(sorted);
    const known = this.#lists.get(key);
    if (known === undefined) this.#lists.set(key, sorted);
    return known ?? sorted;
  }
}

function idOf(client: EpoClient, row: EpoRow, phase: string): number {
  const id = numberOf(row, ID) ?? numberOf(row, 'EPOComputerProperties.ParentID');
  if (id === undefined) throw misshapen(client, phase, 'a row has no number of its system');
  return id;
}

const misshapen = (client: EpoClient, phase: string, problem: string): ScanclashError =>
  new ScanclashError('SC-EPO-004', `${client.server}: ${phase}: the answer is not understood: ${problem}`);

function numberOf(row: EpoRow, column: string): number | undefined {
  const value = Object.hasOwn(row, column) ? row[column] : undefined;
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

/** A text without what would confuse a terminal; undefined where there is none. */
function textOf(row: EpoRow, column: string): string | undefined {
  const value = Object.hasOwn(row, column) ? row[column] : undefined;
  return typeof value === 'string' && value.trim() !== '' ? shown(value.trim()) : undefined;
}
