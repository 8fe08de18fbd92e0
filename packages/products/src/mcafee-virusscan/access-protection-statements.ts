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

/** Puts a statement in the place of the one that says something else of the same; the others stay as they are. */
export function writeStatement(
  registry: RegistryEditor,
  key: string,
  rule: string,
  property: keyof typeof KEYWORD,
  value: string,
): void {
  const stored = registry.value(key, VALUE);
  const text = stored.kind === 'known' ? asText(stored.value) : '';
  if (text === undefined) throw new Error(`${VALUE} is no text; nothing can be added to it`);
  const prefix = `${KEYWORD[property]} ${idOf(rule)} `;
  const statement = prefix + value;
  const lines = text.split(/(?<=\n)/);
  const found = lines.findIndex((line) => line.startsWith(prefix));
  if (found >= 0) lines[found] = statement + (/\r?\n$/.exec(lines[found] as string)?.[0] ?? '');
  else lines.push(text === '' || text.endsWith('\n') ? statement : `\r\n${statement}`);
  registry.setValue(key, VALUE, sz(lines.join('')));
}

const idOf = (rule: string) => `ASSUMED-${rule}`;
