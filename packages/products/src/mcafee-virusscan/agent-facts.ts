import { absent, asText, type Fact, type HostEvidence, type HostRequest, known, unreadable } from '@scanclash/core';
import type { VirusscanContext } from './context.ts';
import { POLICY_PRODUCTS } from './policy/policy-categories.ts';

const agentKey = ({ software }: VirusscanContext) => `${software}\\Network Associates\\ePolicy Orchestrator`;

/** As the agent writes times: year to second, without separators. @source SCRIPTS */
const STAMP = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/;

/**
 * What the ePO agent keeps in the registry. When it last enforced a policy is not among it (HOLE-epo-enforcement): the time
 * of its last talk with the server is the nearest thing.
 * @source SCRIPTS: `LastASCTime` of the agent, `HotFixVersions` of its plug-in for VirusScan
 */
export function agentFacts(
  { registry }: HostEvidence,
  context: VirusscanContext,
): Readonly<Record<'epo.lastContact' | 'hotFixes', Fact>> {
  const textAt = (key: string, value: string, read: (text: string) => string | undefined): Fact => {
    const stored = registry.value(key, value);
    const question = registry.lastQuestion as HostRequest;
    if (stored.kind === 'unreadable') return unreadable(stored.reason, question);
    if (stored.kind === 'absent') return absent({ kind: 'question', question });
    const text = read(asText(stored.value) ?? '');
    return text === undefined
      ? unreadable(`${value} is in a form that is not known`, question)
      : known(text, { kind: 'question', question });
  };
  const plugin = `${agentKey(context)}\\Application Plugins\\${POLICY_PRODUCTS[context.version]}`;
  return {
    'epo.lastContact': textAt(`${agentKey(context)}\\Agent`, 'LastASCTime', (text) =>
      STAMP.test(text) ? text.replace(STAMP, '$1-$2-$3T$4:$5:$6') : undefined,
    ),
    hotFixes: textAt(plugin, 'HotFixVersions', (text) => text),
  };
}
