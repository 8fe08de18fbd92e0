import type { CataloguedPolicy } from './epo-server.ts';

/** The sets of a policy of VirusScan, and how this server marks them. @assumed HOLE-policy-sets */
const AUDIENCES = [
  ['Workstation', 'workstation'],
  ['Server', 'server'],
] as const;

/**
 * The word by which an export names a category.
 * @source EPO-SAMPLES: `VSC700_BehaviorBlock_Policies`, the one that is public. @assumed The others are made up here.
 */
export const categoryId = (category: string): string =>
  category === 'Access Protection Policies'
    ? 'VSC700_BehaviorBlock_Policies'
    : `ASSUMED_${category.replaceAll(/[^A-Za-z]+/g, '_')}`;

/** Policies of one product as `policy.export` writes them. @source EXCL */
export function exportPolicies(policies: readonly CataloguedPolicy[]): string {
  const lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<epo:EPOPolicySchema xmlns:epo="mcafee-epo-policy">'];
  lines.push('<EPOPolicyVerInfo vermjr="5" vermin="9" verrel="1" verbld="0"/>');
  for (const policy of policies) {
    for (const [audience, set] of AUDIENCES) {
      lines.push(
        `<EPOPolicySettings name="${quoted(settingsName(policy, audience))}" ${ids(policy)} param_int="0" param_str="${audience}">`,
        `<Section name="${quoted(policy.category)}">`,
        // Sorted by name, as in the public sample: _10 before _2.
        ...Object.entries(policy[set])
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, value]) => `<Setting name="${quoted(name)}" value="${quoted(value)}"/>`),
        '</Section>',
        '</EPOPolicySettings>',
      );
    }
  }
  for (const policy of policies) {
    lines.push(
      `<EPOPolicyObject name="${quoted(policy.name)}" ${ids(policy)} serverid="EPO01" editflag="0">`,
      '<description></description>',
      ...AUDIENCES.map(([audience]) => `<PolicySettings>${quoted(settingsName(policy, audience))}</PolicySettings>`),
      '</EPOPolicyObject>',
    );
  }
  lines.push('</epo:EPOPolicySchema>');
  return lines.join('\r\n');
}

const settingsName = ({ name, id }: CataloguedPolicy, audience: string) => `${name}::Settings (${id} ${audience})`;

const ids = ({ product, category }: CataloguedPolicy) =>
  `featureid="${quoted(product)}" categoryid="${categoryId(category)}" typeid="${categoryId(category)}"`;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const quoted = (text: string): string =>
  text.replaceAll(/[&<>"\u0000-\u001f]/g, (character) => ENTITIES[character] ?? `&#${character.charCodeAt(0)};`);
