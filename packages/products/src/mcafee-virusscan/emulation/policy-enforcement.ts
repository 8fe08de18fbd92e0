import type { Plain, Setting } from '@scanclash/core';
import { MINUTE } from '@scanclash/simulator';
import type { VirusscanContext } from '../context.ts';
import type { ExclusionItem } from '../exclusion-item.ts';
import { PolicyRegistry } from '../policy/policy-registry.ts';
import { storedPolicies } from '../policy/policy-store.ts';
import { type ProfileName, profileKey } from '../profile-settings.ts';
import { managedBy, policyExclusions, profiles, virusscanSettings } from '../settings.ts';
import { AGENT, keepInTouch } from './agent.ts';
import type { VirusscanHost } from './virusscan-host.ts';

/**
 * The ePO agent: asks its server for policies now and then, and at each enforcement the settings of the host become those
 * of the policies that it keeps, whatever was set locally.
 * @source KB50998; the interval is experience (OPS-enforcement-interval).
 * @assumed An agent without a server keeps no policies, and is given one by a setup only: not while McShield runs.
 */
export function enforcePolicies(virusscan: VirusscanHost): void {
  if (virusscan.settings.get(managedBy) === '') return;
  const interval = virusscan.assume<number>('assume-enforcement-interval') * MINUTE;
  const again = () => {
    virusscan.mcshield?.after(interval, 'policy enforcement', () => {
      enforce(virusscan);
      again();
    });
  };
  again();
  keepInTouch(virusscan, () => enforce(virusscan));
}

function enforce(virusscan: VirusscanHost): void {
  const { host, settings, context } = virusscan;
  if (!virusscan.isOn('policy-enforcement-overwrites')) return;
  settings.takeEffect('policy-enforcement');
  settings.get(policyExclusions);
  for (const { category, settings: texts } of storedPolicies(host.registry, context)) {
    const policy = { name: category, category, sets: [{ audience: '', sections: [{ name: '', settings: texts }] }] };
    const changes = changesOf(virusscan, new PolicyRegistry([policy], context));
    if (changes.length === 0) continue;
    const enforced = host.emit('virusscan', 'virusscan.policy-enforced', category);
    host.world.because(enforced, () => {
      const registry = host.registryWrites.by(AGENT);
      for (const { setting, value } of changes) setting.write(registry, value, context);
    });
  }
}

interface Change {
  readonly setting: Setting<Plain, VirusscanContext>;
  readonly value: Plain;
}

/** The settings that are not stored as the policy wants them: what has its default by chance is written out, too. */
function changesOf(virusscan: VirusscanHost, policy: PolicyRegistry): Change[] {
  return (virusscanSettings as readonly Setting<Plain, VirusscanContext>[]).flatMap((setting): Change[] => {
    const wanted = setting.read(policy, virusscan.context);
    if (wanted.kind !== 'known') return [];
    const now = virusscan.settings.get(setting);
    const value = mergedIfExclusions(setting, policy, virusscan.context, wanted.value, now);
    const stored = setting.read(virusscan.host.registry, virusscan.context);
    const isStored = stored.kind === 'known' && JSON.stringify(stored.value) === JSON.stringify(value);
    return isStored ? [] : [{ setting, value }];
  });
}

/** Where the policy does not overwrite the exclusions of the client, they are added to them. @source PG88 p.126 */
function mergedIfExclusions(
  setting: Setting<Plain, VirusscanContext>,
  policy: PolicyRegistry,
  context: VirusscanContext,
  wanted: Plain,
  now: Plain,
): Plain {
  const profile = (Object.keys(profiles) as ProfileName[]).find(
    (name) => profiles[name].exclusions.path === setting.path,
  );
  if (profile === undefined) return wanted;
  const overwrites = policy.value(profileKey(profile)(context), 'bOverwriteExclusions');
  if (overwrites.kind !== 'known' || overwrites.value.bytes[0] !== 0) return wanted;
  const local = now as ExclusionItem[];
  const texts = new Set(local.map((item) => JSON.stringify(item)));
  return [...local, ...(wanted as ExclusionItem[]).filter((item) => !texts.has(JSON.stringify(item)))];
}
