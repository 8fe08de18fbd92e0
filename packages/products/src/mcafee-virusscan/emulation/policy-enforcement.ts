import { MINUTE } from '@scanclash/simulator';
import { managedBy, policyExclusions, profiles } from '../settings.ts';
import type { VirusscanHost } from './virusscan-host.ts';

const AGENT = 'FrameworkService.exe';

/**
 * The ePO agent: at each enforcement the on-access exclusions become those of the policy, whatever was set locally.
 * @source KB50998; the interval is experience (OPS-enforcement-interval).
 */
export function enforcePolicies(virusscan: VirusscanHost): void {
  const { host, settings } = virusscan;
  const interval = virusscan.assume<number>('assume-enforcement-interval') * MINUTE;
  const enforce = () => {
    virusscan.mcshield?.after(interval, 'policy enforcement', () => {
      if (settings.get(managedBy) !== '' && virusscan.isOn('policy-enforcement-overwrites')) {
        settings.takeEffect('policy-enforcement');
        const items = settings.get(policyExclusions);
        if (JSON.stringify(items) !== JSON.stringify(settings.get(profiles.default.exclusions))) {
          const enforced = host.emit('virusscan', 'virusscan.policy-enforced', 'On-Access Default Processes Policies');
          host.world.because(enforced, () => {
            const registry = host.registryWrites.by(AGENT);
            profiles.default.exclusions.write(registry, items, virusscan.context);
          });
        }
      }
      enforce();
    });
  };
  enforce();
}
