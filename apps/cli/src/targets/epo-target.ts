import { type CheckReport, type Fact, foldName, reportedError, ScanclashError } from '@scanclash/core';
import {
  type ExportedPolicy,
  isVirusscanPolicy,
  PRODUCTS,
  parsePolicyExport,
  systemFacts,
  VIRUSSCAN_VERSION_COLUMN,
} from '@scanclash/products';
import {
  EPO_LIMITS,
  EpoClient,
  EpoConnection,
  type EpoFleet,
  type EpoLimits,
  type EpoSystem,
  readFingerprint,
  readFleet,
  type ServerIdentity,
} from '@scanclash/transports';
import type { Io } from '../io.ts';
import type { Progress } from '../output/progress.ts';
import type { OpenedTarget } from './opened-target.ts';
import { readPassword } from './read-password.ts';
import type { Target } from './target.ts';

/** As commander hands them over. */
export interface EpoOptions {
  readonly certificate?: string | undefined;
  readonly anyCertificate?: boolean | undefined;
  readonly passwordFd?: string | undefined;
}

const PASSWORD_VARIABLE = 'SCANCLASH_EPO_PASSWORD';
const USER_VARIABLE = 'SCANCLASH_EPO_USER';

/**
 * Reads the systems of an ePO server and the policies that they are assigned to. No host is asked: its facts are what the
 * policies make of it.
 */
export async function openEpo(
  target: Target & { kind: 'epo' },
  io: Pick<Io, 'environment' | 'secret' | 'descriptor' | 'interrupted'>,
  options: EpoOptions & { readonly hosts: readonly string[]; readonly progress: Progress },
  limits: EpoLimits = EPO_LIMITS,
): Promise<OpenedTarget> {
  const { host, port, word } = target;
  const identity = identityOf(options);
  const user = target.user ?? io.environment[USER_VARIABLE] ?? '';
  if (user === '') {
    throw new ScanclashError('SC-USE-003', `${word}: which user of the console?`, {
      hint: `Write epo://USER@${host}:${port}, or put the name into ${USER_VARIABLE}.`,
    });
  }
  const password = await readPassword(io, {
    variable: PASSWORD_VARIABLE,
    descriptor: options.passwordFd,
    question: `Password of ${user} on ${host}:${port}: `,
  });
  const connection = new EpoConnection({ host, port }, { login: { user, password }, identity, limits });
  try {
    const client = new EpoClient(connection);
    await client.expectCommands();
    const fleet = await readFleet(client, {
      versionColumn: VIRUSSCAN_VERSION_COLUMN,
      wants: isVirusscanPolicy,
      names: options.hosts.length === 0 || options.hosts.some((name) => name.includes('*')) ? undefined : options.hosts,
      limits,
      progress: (done, total) => options.progress.update(done, total, 'systems'),
      interrupted: io.interrupted,
    });
    const { exported, problems } = await exportedPolicies(client, fleet);
    return {
      word,
      hosts: hostsOf(fleet, exported, client.server),
      site: undefined,
      interrupted: fleet.interrupted,
      asked: connection.asked.map((question) => ({ host: client.server, question, answered: true })),
      warnings: [...notVerified(identity, client.server, connection.fingerprint), ...problems],
    };
  } finally {
    connection.close();
  }
}

/** @throws SC-USE-003 */
function identityOf({ certificate, anyCertificate }: EpoOptions): ServerIdentity {
  if (certificate !== undefined && anyCertificate === true) {
    throw new ScanclashError('SC-USE-003', '--certificate and --any-certificate contradict each other', {
      hint: 'Leave --any-certificate out.',
    });
  }
  if (anyCertificate === true) return { kind: 'anybody' };
  return certificate === undefined
    ? { kind: 'authorities' }
    : { kind: 'certificate', sha256: readFingerprint(certificate) };
}

function notVerified(identity: ServerIdentity, server: string, fingerprint: string): CheckReport['warnings'] {
  if (identity.kind !== 'anybody') return [];
  return [
    {
      code: 'SC-EPO-002',
      problem: `NOT VERIFIED: anybody could have answered for ${server}, and have read the password (--any-certificate).`,
      hint: `It showed this certificate; compare it, and pin it: --certificate ${fingerprint}`,
    },
  ];
}

/** A product whose policies cannot be read leaves their settings unread; the others are read all the same. */
async function exportedPolicies(client: EpoClient, { policies, systems }: EpoFleet) {
  const assigned = new Set(systems.flatMap(({ assignments }) => assignments.map(({ policy }) => policy)));
  const products = new Set([...assigned].flatMap((id) => policies.get(id)?.product ?? []));
  const exported = new Map<string, readonly ExportedPolicy[]>();
  const problems: CheckReport['warnings'] = [];
  for (const product of products) {
    try {
      exported.set(product, parsePolicyExport(await client.exportPolicies(product), `policy.export ${product}`));
    } catch (error) {
      if (!(error instanceof ScanclashError)) throw error;
      problems.push(reportedError(error));
    }
  }
  return { exported, problems };
}

/** Systems that are alike share their facts: a fleet has few kinds of them. */
function hostsOf(fleet: EpoFleet, exported: ReadonlyMap<string, readonly ExportedPolicy[]>, server: string) {
  const catalogue = { server, listed: fleet.policies, exported };
  const kinds = new Map<string, Readonly<Record<string, Fact>>>();
  const factsOf = (system: EpoSystem): Readonly<Record<string, Fact>> => {
    const { isManaged, platform, productVersion, assignments } = system;
    const key = JSON.stringify([isManaged, platform, productVersion, assignments]);
    const known = kinds.get(key) ?? systemFacts(system, catalogue, PRODUCTS);
    kinds.set(key, known);
    return known;
  };
  const seen = new Map<string, number>();
  return fleet.systems.map((system) => ({
    name: onlyName(system.name, seen),
    at: system.lastUpdate,
    read: () => Promise.resolve({ facts: factsOf(system), answers: [] }),
  }));
}

/** A machine that was installed anew may be in the system tree twice: the second one is called `MAIL01 (2)`. */
function onlyName(name: string, seen: Map<string, number>): string {
  const count = (seen.get(foldName(name)) ?? 0) + 1;
  seen.set(foldName(name), count);
  return count === 1 ? name : `${name} (${count})`;
}
