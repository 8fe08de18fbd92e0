import { foldKey } from '@scanclash/core';
import { behaviourBlockingKey, configurationKey, type VirusscanContext, type VirusscanVersion } from '../context.ts';
import { type ProfileName, profileKey } from '../profile-settings.ts';
import { unwantedKey } from '../unwanted-settings.ts';
import { DEFAULT_PROCESSES } from './policy-store.ts';

/** Categories of policies, by the names that the console shows, that hold the settings of one profile each. @source KB67544 */
const PROFILE_CATEGORIES: Readonly<Record<string, ProfileName>> = {
  [DEFAULT_PROCESSES]: 'default',
  'On-Access Low-Risk Processes Policies': 'lowRisk',
  'On-Access High-Risk Processes Policies': 'highRisk',
};

/** Categories whose settings belong to no profile. @source STIG: their names */
const GENERAL_CATEGORIES = [
  'On-Access General Policies',
  'Access Protection Policies',
  'Buffer Overflow Protection Policies',
  'Unwanted Programs Policies',
] as const;

/** Every category that is read. */
export const POLICY_CATEGORIES: readonly string[] = [...Object.keys(PROFILE_CATEGORIES), ...GENERAL_CATEGORIES];

/**
 * The categories that may say something of a registry key; undefined where none does. The general settings are spread
 * over categories otherwise than over keys (blocking of remote hosts stands in the general policy, whether there are
 * profiles in that of the default processes), so each of these categories is looked through.
 * @source PG87 p.32, KB67544: what stands in which category.
 */
export function categoriesOf(key: string, context: VirusscanContext): readonly string[] | undefined {
  const folded = foldKey(key);
  for (const [category, profile] of Object.entries(PROFILE_CATEGORIES)) {
    if (foldKey(profileKey(profile)(context)) === folded) return [category];
  }
  const general = [configurationKey, behaviourBlockingKey, unwantedKey].map((place) => foldKey(place(context)));
  return general.includes(folded) ? [...GENERAL_CATEGORIES, DEFAULT_PROCESSES] : undefined;
}

/**
 * Under which id ePO keeps the policies of a version.
 * @source EPO-SAMPLES: VIRUSCAN8700 and VIRUSCAN8800. @assumed The others are formed alike (HOLE-epo-product-ids).
 */
export const POLICY_PRODUCTS: Readonly<Record<VirusscanVersion, string>> = {
  '7.x': 'VIRUSCAN7000',
  '8.0i': 'VIRUSCAN8000',
  '8.5i': 'VIRUSCAN8600',
  '8.7i': 'VIRUSCAN8700',
  '8.8': 'VIRUSCAN8800',
};
