import { asDword, asText, type RegistryEditor, type RegistryReader } from '@scanclash/core';
import type { VirusscanContext } from '../context.ts';

/** The category that people mean by "the exclusions of the policy". @source KB67544 */
export const DEFAULT_PROCESSES = 'On-Access Default Processes Policies';

const storeKey = ({ software }: VirusscanContext) =>
  `${software}\\Network Associates\\ePolicy Orchestrator\\Agent\\AssumedPolicy`;

/**
 * Where the agent keeps what the server has handed out for a category, until the next time.
 * @assumed HOLE-policy-store
 */
export const policyStoreKey = (category: string) => (context: VirusscanContext) => `${storeKey(context)}\\${category}`;

/** The settings of one category, by name, as text. */
export interface StoredPolicy {
  readonly category: string;
  readonly settings: ReadonlyMap<string, string>;
}

/** The policies that the agent keeps. */
export function storedPolicies(registry: RegistryReader, context: VirusscanContext): StoredPolicy[] {
  const categories = registry.subkeys(storeKey(context));
  return (categories.kind === 'known' ? categories.value : []).map((category) => {
    const values = registry.values(policyStoreKey(category)(context));
    const settings = [...(values.kind === 'known' ? values.value : [])].map(
      ([name, value]) => [name, String(asDword(value) ?? asText(value) ?? '')] as const,
    );
    return { category, settings: new Map(settings) };
  });
}

/** Forgets what was kept, and keeps these. */
export function storePolicies(
  registry: RegistryEditor,
  context: VirusscanContext,
  policies: readonly StoredPolicy[],
  valueOf: (name: string, text: string) => Parameters<RegistryEditor['setValue']>[2],
): void {
  const kept = registry.subkeys(storeKey(context));
  for (const category of kept.kind === 'known' ? [...kept.value] : []) {
    if (!policies.some((policy) => policy.category === category)) registry.deleteKey(policyStoreKey(category)(context));
  }
  for (const { category, settings } of policies) {
    const key = policyStoreKey(category)(context);
    const before = registry.values(key);
    for (const name of before.kind === 'known' ? [...before.value.keys()] : []) {
      if (!settings.has(name)) registry.deleteValue(key, name);
    }
    for (const [name, text] of settings) registry.setValue(key, name, valueOf(name, text));
  }
}
