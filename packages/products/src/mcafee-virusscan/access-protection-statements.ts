import { asText, type Reading, type RegistryEditor, type RegistryReader, sz } from '@scanclash/core';

const VALUE = 'AccessProtectionUserRules';

/*
 * From 8.5i on, one text holds statements that differ from the rules that content updates deliver. Documented is only
 * `UserEnforce <rule-id> 0|1` (Tenable 72216). The ids and the other statements are ours, for the emulation alone:
 * behaviour `mcafee-virusscan/assume-access-protection-statements`. Statements that we do not know are kept.
 */

const KEYWORD = {
  block: 'UserEnforce',
  report: 'AssumedReport',
  exempt: 'AssumedExempt',
  ports: 'AssumedPorts',
} as const;

/** What a statement says of a rule; absent where no statement says anything, which means the default. */
export function readStatement(
  registry: RegistryReader,
  key: string,
  rule: string,
  property: keyof typeof KEYWORD,
): Reading<string> {
  const stored = registry.value(key, VALUE);
  if (stored.kind !== 'known') return stored;
  const text = asText(stored.value);
  if (text === undefined) return { kind: 'unreadable', reason: `${VALUE} is no text` };
  const prefix = `${KEYWORD[property]} ${idOf(rule)} `;
  const found = text.split(/\r?\n/).find((line) => line.startsWith(prefix));
  return found === undefined ? { kind: 'absent' } : { kind: 'known', value: found.slice(prefix.length) };
}

export function writeStatement(
  registry: RegistryEditor,
  key: string,
  rule: string,
  property: keyof typeof KEYWORD,
  value: string,
): void {
  const stored = registry.value(key, VALUE);
  const lines =
    stored.kind === 'known' ? (asText(stored.value) ?? '').split(/\r?\n/).filter((line) => line !== '') : [];
  const prefix = `${KEYWORD[property]} ${idOf(rule)} `;
  const others = lines.filter((line) => !line.startsWith(prefix));
  registry.setValue(key, VALUE, sz([...others, prefix + value].join('\r\n')));
}

const idOf = (rule: string) => `ASSUMED-${rule}`;
