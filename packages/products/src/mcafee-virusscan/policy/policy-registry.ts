import { dword, type Reading, type RegistryReader, type RegistryValue, sz } from '@scanclash/core';
import type { PolicySet } from '../../mcafee-epo/policy-export.ts';
import type { VirusscanContext } from '../context.ts';
import { categoriesOf } from './policy-categories.ts';

/** A policy of VirusScan that a system is assigned to. */
export interface SystemPolicy {
  readonly name: string;
  /** As the console shows it: `On-Access Default Processes Policies`. */
  readonly category: string;
  /** Its settings for this system: several where nobody can tell which of them are meant. */
  readonly sets: readonly PolicySet[];
}

/** What lists are counted by: in the registry, and in policies of Endpoint Security and in tasks (EXCL, STIG DTAM045). */
const OTHER_NAMES: Readonly<Record<string, string>> = { NumExcludeItems: 'dwExclusionCount' };

/** Values that are text even where they look like a number. */
const TEXT = /^(sz|ExcludedItem_|PortBlock(Name|Range|WhiteList)_|AccessProtectionUserRules$)/i;

/** A policy knows text alone; what is no text by its name and a whole number is one. */
export const registryValueOf = (name: string, text: string): RegistryValue =>
  !TEXT.test(name) && /^\d{1,10}$/.test(text) && Number(text) <= 0xffff_ffff ? dword(Number(text)) : sz(text);

/**
 * What the policies of a system say, looked up by the registry keys of VirusScan, so that the settings of a host and
 * those of a policy are decoded by one code. What no policy mentions is unread: no default stands in for it.
 * @assumed HOLE-policy-names: no exported policy of VirusScan is public. Its settings are taken to be named as the values
 * of the registry are, in whatever section; one that is found twice with different values is unread.
 */
export class PolicyRegistry implements RegistryReader {
  readonly #policies: readonly SystemPolicy[];
  readonly #context: VirusscanContext;
  /** The policies that had something to say when a value was last looked up. */
  #said: SystemPolicy[] = [];

  constructor(policies: readonly SystemPolicy[], context: VirusscanContext) {
    this.#policies = policies;
    this.#context = context;
  }

  /** The policies that said what was last asked for; empties the note. */
  takeSpeakers(): readonly SystemPolicy[] {
    const speakers = [...new Set(this.#said)];
    this.#said = [];
    return speakers;
  }

  value(key: string, name: string): Reading<RegistryValue> {
    const reading = this.#policiesOn(key);
    if (reading.kind !== 'known') return reading;
    const policies = reading.value;
    const found = new Map<string, SystemPolicy>();
    for (const policy of policies) {
      for (const text of textsIn(policy, name)) found.set(text, policy);
    }
    const [only, ...others] = found;
    if (only === undefined) {
      const looked = policies.map((policy) => `"${policy.name}"`).join(', ');
      return {
        kind: 'unreadable',
        reason: `no setting is called ${name} in the policies that ePO assigns (${looked})`,
      };
    }
    const [text, policy] = only;
    if (others.length > 0) return { kind: 'unreadable', reason: whyAmbiguous(name, policy, found) };
    this.#said.push(policy);
    if (text.includes('\0'))
      return { kind: 'unreadable', reason: `${name} holds a NUL in the policy "${policy.name}"` };
    return { kind: 'known', value: registryValueOf(name, text) };
  }

  values(key: string): Reading<ReadonlyMap<string, RegistryValue>> {
    const reading = this.#policiesOn(key);
    if (reading.kind !== 'known') return reading;
    const names = reading.value.flatMap(({ sets }) =>
      sets.flatMap(({ sections }) => sections.flatMap(({ settings }) => [...settings.keys()])),
    );
    const values = new Map<string, RegistryValue>();
    for (const name of new Set(names)) {
      const value = this.value(key, name);
      if (value.kind === 'known') values.set(name, value.value);
    }
    return { kind: 'known', value: values };
  }

  subkeys(key: string): Reading<readonly string[]> {
    return { kind: 'unreadable', reason: `a policy in ePO has no registry keys (${key})` };
  }

  #policiesOn(key: string): Reading<readonly SystemPolicy[]> {
    const categories = categoriesOf(key, this.#context);
    if (categories === undefined) return { kind: 'unreadable', reason: 'no policy in ePO says it; ask the host' };
    const policies = this.#policies.filter(({ category }) => categories.includes(category));
    if (policies.length > 0) return { kind: 'known', value: policies };
    return { kind: 'unreadable', reason: `no policy of the category "${categories[0]}" in ePO could be read` };
  }
}

/** Every value that a policy gives to a name, in whatever section and set. */
function* textsIn({ sets }: SystemPolicy, name: string): Generator<string> {
  const other = OTHER_NAMES[name];
  for (const { sections } of sets) {
    for (const { settings } of sections) {
      const text = settings.get(name) ?? (other === undefined ? undefined : settings.get(other));
      if (text !== undefined) yield text;
    }
  }
}

function whyAmbiguous(name: string, policy: SystemPolicy, found: ReadonlyMap<string, SystemPolicy>): string {
  if (policy.sets.length > 1) {
    return `${name}: the settings of the policy "${policy.name}" for workstations and for servers differ, and ePO does not say which are meant`;
  }
  return `${name} stands ${found.size} times in policies in ePO, with different values`;
}
