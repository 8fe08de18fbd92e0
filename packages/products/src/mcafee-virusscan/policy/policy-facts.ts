import { type Fact, FactTree, factOf, type Origin, type Plain, type Setting, unreadable } from '@scanclash/core';
import { contextOf, type VirusscanContext } from '../context.ts';
import type { ExclusionItem } from '../exclusion-item.ts';
import { type ProfileName, profileKey } from '../profile-settings.ts';
import { managedBy, policyExclusions, productVersion, profiles, virusscanSettings } from '../settings.ts';
import { PolicyRegistry, type SystemPolicy } from './policy-registry.ts';

/** What ePO itself tells of a system. */
export interface ManagedVirusscan {
  /** `8.8.0.1528`. */
  readonly build: string;
  /** The server that manages it, for people: `epo01.example.com:8443`. */
  readonly server: string;
  /** Policies of this version that the system is assigned to and that could be read. */
  readonly policies: readonly SystemPolicy[];
}

/** What every fact from a policy rests on. */
const PRESUMED = 'the names of settings in a policy of VirusScan are not public (HOLE-policy-names)';

const PROFILE_NAMES = Object.keys(profiles) as ProfileName[];

const NOT_IN_EPO = unreadable('ePO does not tell it; ask the host');

/**
 * The facts of VirusScan on a system that nobody asked: what its policies make of it at each enforcement. What a policy
 * does not say is unread, and so is whatever only the host knows (whether McShield runs, what the logs say).
 */
export function virusscanPolicyFacts({ build, server, policies }: ManagedVirusscan): Fact {
  const context = contextOf(build);
  if (context === undefined) {
    return unreadable(`VirusScan ${JSON.stringify(build)} is a version outside of what this model knows (7.0 to 8.8)`);
  }
  const stated: Origin = { kind: 'policy', policy: `what the agent told ePO ${server}` };
  const registry = new PolicyRegistry(policies, context);
  const others = new Map<string, Fact>([
    ['version', factOf(context.version, stated)],
    [productVersion.path, factOf(build, stated)],
    [managedBy.path, factOf(server, stated)],
    [policyExclusions.path, exclusions('default', registry, context, server)],
    ...PROFILE_NAMES.map((name) => [profiles[name].exclusions.path, onHost(name, registry, context, server)] as const),
    ...['mcShieldRunning', 'on64BitWindows', 'onAccess.otherProfiles'].map((path) => [path, NOT_IN_EPO] as const),
  ]);
  const facts = new FactTree();
  for (const setting of virusscanSettings as readonly Setting<Plain, VirusscanContext>[]) {
    if (!others.has(setting.path)) facts.set(setting.path, settingFact(setting, registry, context, server));
  }
  for (const [path, fact] of others) facts.set(path, fact);
  return facts.root;
}

function settingFact<T extends Plain>(
  setting: Setting<T, VirusscanContext>,
  registry: PolicyRegistry,
  context: VirusscanContext,
  server: string,
): Fact {
  registry.takeSpeakers();
  const reading = setting.read(registry, context);
  const speakers = registry.takeSpeakers();
  if (reading.kind === 'unreadable') return unreadable(reading.reason);
  if (reading.kind === 'absent') return unreadable('no policy in ePO mentions it');
  const undecodable = setting.undecodable?.(reading.value, context);
  return undecodable === undefined ? factOf(reading.value, originOf(speakers, server)) : unreadable(undecodable);
}

/** The list of the policy itself, whole. */
const exclusions = (profile: ProfileName, registry: PolicyRegistry, context: VirusscanContext, server: string): Fact =>
  settingFact<ExclusionItem[]>(profiles[profile].exclusions, registry, context, server);

/**
 * The list on the host: where the policy does not overwrite what is excluded locally there may be more in it.
 * @source PG88 p.126: "Overwrite client exclusions"; EXCL: its name in policies of Endpoint Security.
 */
function onHost(profile: ProfileName, registry: PolicyRegistry, context: VirusscanContext, server: string): Fact {
  const fact = exclusions(profile, registry, context, server);
  const overwrites = registry.value(profileKey(profile)(context), 'bOverwriteExclusions');
  if (fact.kind !== 'list' || (overwrites.kind === 'known' && overwrites.value.bytes[0] === 1)) return fact;
  return { ...fact, complete: false };
}

function originOf(speakers: readonly SystemPolicy[], server: string): Origin {
  const named = speakers.map(({ name, category }) => `policy "${name}" (${category})`).join(', ');
  return { kind: 'policy', policy: `${named} in ePO ${server}`, reason: PRESUMED };
}
