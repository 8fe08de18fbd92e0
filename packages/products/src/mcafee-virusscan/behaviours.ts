import { assumed, type Behaviour, documented } from '@scanclash/core';

const mechanism = (name: string, title: string, evidence: Behaviour['evidence'], on = true): Behaviour => ({
  kind: 'mechanism',
  id: `mcafee-virusscan/${name}`,
  title,
  evidence,
  default: on,
});

const assumption = (
  name: string,
  title: string,
  value: boolean | number | string,
  source: string,
  more: { unit?: string; oneOf?: readonly string[] } = {},
): Behaviour => ({
  kind: 'assumption',
  id: `mcafee-virusscan/${name}`,
  title,
  evidence: assumed(source),
  default: value,
  ...more,
});

/** The ways in which VirusScan interferes, each with a switch, and everything about it that we had to assume. */
export const virusscanBehaviours: readonly Behaviour[] = [
  mechanism(
    'port-rule-blocks-connects',
    'A port rule refuses outgoing connections to its ports unless the program is exempt',
    documented('KB1258#5, VE04090101'),
  ),
  mechanism(
    'access-protection-needs-on-access',
    'Access Protection does nothing while the on-access scanner is off',
    documented('PG87 p.13'),
  ),
  assumption('assume-refusal', 'How a refused connect looks to the program', 'deny', 'modus.md 6.3', {
    oneOf: ['deny', 'drop', 'reset'],
  }),
  assumption('assume-loopback-blocked', 'Port rules hold for loopback too', true, 'modus.md 6.4'),
  assumption('assume-port-rule-layout', 'How 8.0i stores port rules', 'PortBlock*_n', 'mcafee.md 3.1', {
    oneOf: ['PortBlock*_n'],
  }),
  assumption(
    'assume-access-protection-statements',
    'How 8.5i and later store port rules',
    'AccessProtectionUserRules',
    'mcafee.md 3.1',
    {
      oneOf: ['AccessProtectionUserRules'],
    },
  ),
  assumption(
    'assume-port-log-shape',
    'Columns of a port hit in the 8.0i log: as later versions, without the category',
    'no-category',
    'mcafee.md 4.3',
    {
      oneOf: ['no-category'],
    },
  ),
];
