import { type AnyProduct, absent, type Fact, unreadable } from '@scanclash/core';
import { contextOf } from '../mcafee-virusscan/context.ts';
import { POLICY_CATEGORIES, POLICY_PRODUCTS } from '../mcafee-virusscan/policy/policy-categories.ts';
import { virusscanPolicyFacts } from '../mcafee-virusscan/policy/policy-facts.ts';
import type { SystemPolicy } from '../mcafee-virusscan/policy/policy-registry.ts';
import type { ExportedPolicy, PolicySet } from './policy-export.ts';

/** Column that holds the version of VirusScan on a system. @source EPO-QUERIES */
export const VIRUSSCAN_VERSION_COLUMN = 'EPOProdPropsView_VIRUSCAN.productversion';

/** Whether a policy is one of VirusScan that is read. */
export const isVirusscanPolicy = ({ product, type }: { readonly product: string; readonly type: string }): boolean =>
  Object.values(POLICY_PRODUCTS).includes(product) && POLICY_CATEGORIES.includes(type);

/** What ePO knows of a system; its columns are those of the client. */
export interface ManagedSystem {
  readonly platform: string | undefined;
  readonly isManaged: boolean;
  readonly productVersion: string | undefined;
  readonly assignments: readonly { readonly policy: number; readonly category: string }[];
}

/** The policies of a server: as they are listed, and as they were exported. */
export interface PolicyCatalogue {
  readonly server: string;
  readonly listed: ReadonlyMap<number, { readonly name: string; readonly type: string; readonly product: string }>;
  /** By id of their product; what could not be read is left out. */
  readonly exported: ReadonlyMap<string, readonly ExportedPolicy[]>;
}

/**
 * The facts of a system that nobody asked, by namespace: the same for all that are alike. Of other products ePO knows
 * nothing that counts here.
 */
export function systemFacts(
  system: ManagedSystem,
  catalogue: PolicyCatalogue,
  products: readonly AnyProduct[],
): Readonly<Record<string, Fact>> {
  const facts = Object.fromEntries(
    products.map(({ namespace }): [string, Fact] => [
      namespace,
      unreadable(`ePO does not tell it; ask the host, or say it: --given 'HOST:${namespace}…'`),
    ]),
  );
  facts['virusscan'] = virusscanFact(system, catalogue);
  return facts;
}

function virusscanFact(system: ManagedSystem, catalogue: PolicyCatalogue): Fact {
  const { server } = catalogue;
  const { productVersion: build } = system;
  if (!system.isManaged) return unreadable(`no agent of this system talks to ePO ${server}`);
  if (build === undefined) {
    return absent({ kind: 'policy', policy: `what the agent told ePO ${server}` });
  }
  return virusscanPolicyFacts({ build, server, policies: policiesOf(system, build, catalogue) });
}

/** The policies of the version that is installed; ePO lists those of every version that it knows. */
function policiesOf(system: ManagedSystem, build: string, { listed, exported }: PolicyCatalogue): SystemPolicy[] {
  const context = contextOf(build);
  const product = context === undefined ? undefined : POLICY_PRODUCTS[context.version];
  if (product === undefined) return [];
  return system.assignments.flatMap(({ policy: id, category }): SystemPolicy[] => {
    const entry = listed.get(id);
    if (entry?.product !== product) return [];
    const named = (exported.get(product) ?? []).filter(({ name }) => name.trim() === entry.name);
    // Every category has a policy called "My Default": the name alone says nothing where there are several.
    const [found, ...others] = category === '' ? named : named.filter((one) => one.category === category);
    if (found === undefined || others.length > 0) return [];
    return [{ name: entry.name, category: entry.type, sets: setsFor(system.platform, found.sets) }];
  });
}

/**
 * A policy of VirusScan has one set of settings for workstations and one for servers.
 * @source PG88 p.126, KB67544; EPO-SAMPLES: the platform of a system is `Server` or `Workstation`.
 * @assumed HOLE-policy-sets: how an export tells the two apart. Where neither is marked for this platform, both are kept,
 * and only what they agree on is known.
 */
function setsFor(platform: string | undefined, sets: readonly PolicySet[]): readonly PolicySet[] {
  const marked = sets.filter(({ audience }) => audience.toLowerCase() === platform?.toLowerCase());
  return marked.length === 1 ? marked : sets;
}
