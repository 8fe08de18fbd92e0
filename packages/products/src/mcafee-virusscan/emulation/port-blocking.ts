import { sameName } from '@scanclash/core';
import { type ConnectionAttempt, type PortFilter, type PortVerdict, WINSOCK } from '@scanclash/simulator';
import { ircRule, massMailingRule, type PortRuleSettings } from '../port-rule-settings.ts';
import { isProtecting } from './access-protection.ts';
import type { VirusscanHost } from './virusscan-host.ts';

const PASS: PortVerdict = { kind: 'pass' };
const RULES: readonly PortRuleSettings[] = [massMailingRule, ircRule];
const DROP_TIMEOUT = 21_000_000;

/**
 * The port rules of Access Protection: a program that connects to a blocked port is refused unless the rule exempts its
 * image name. Blocking and reporting are two switches.
 * @source KB1258#5, VE04090101 (rule, exempt programs), PG88 p.105 (block and report), PG87 p.13 (needs the scanner).
 * @assumed OPS-image-name: the image name counts, not the path; assume-refusal: what the program sees.
 */
export function portBlocking(virusscan: VirusscanHost): PortFilter {
  return {
    name: 'mcafee-virusscan port rules',
    check: (attempt) => {
      if (attempt.direction !== 'outbound' || !isProtecting(virusscan)) return PASS;
      if (attempt.remoteAddress.startsWith('127.') && !virusscan.assume<boolean>('assume-loopback-blocked'))
        return PASS;
      for (const rule of RULES) {
        if (!catches(virusscan, rule, attempt)) continue;
        const blocked = virusscan.settings.get(rule.block) && virusscan.isOn('port-rule-blocks-connects');
        if (virusscan.settings.get(rule.report)) {
          virusscan.logPortHit({
            blocked,
            process: attempt.process.imagePath,
            rule: rule.name,
            target: `${attempt.remoteAddress}:${attempt.port}`,
          });
        }
        if (blocked) return refusal(virusscan, rule);
      }
      return PASS;
    },
  };
}

function catches({ settings }: VirusscanHost, rule: PortRuleSettings, attempt: ConnectionAttempt): boolean {
  const ports = settings
    .get(rule.ports)
    .split(',')
    .map((range) => range.split('-').map(Number));
  if (!ports.some(([low = 0, high = low]) => low <= attempt.port && attempt.port <= high)) return false;
  return !settings.get(rule.exempt).some((program) => sameName(program, attempt.process.imageName));
}

function refusal(virusscan: VirusscanHost, rule: PortRuleSettings): PortVerdict {
  switch (virusscan.assume<string>('assume-refusal')) {
    case 'drop':
      return { kind: 'refuse', error: WINSOCK.WSAETIMEDOUT, after: DROP_TIMEOUT, by: rule.name };
    case 'reset':
      return { kind: 'refuse', error: WINSOCK.WSAECONNREFUSED, after: 0, by: rule.name };
    default:
      return { kind: 'refuse', error: WINSOCK.WSAEACCES, after: 0, by: rule.name };
  }
}
