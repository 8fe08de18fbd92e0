import {
  asDword,
  asText,
  dword,
  type Reading,
  type RegistryEditor,
  type RegistryReader,
  type RegistryValue,
  sameName,
  sz,
} from '@scanclash/core';

/**
 * The port rules of Access Protection as 8.0i stores them: a family of values with a common index below `BehaviourBlocking`.
 * @assumed mcafee-virusscan/assume-port-rule-layout: no public dump of the key exists (HOLE-port-rule-layout); the
 * collector reports a layout that it does not recognise as unreadable.
 */
const NAME = 'PortBlockName_';
export const PORT_RULE_VALUES = {
  ports: 'PortBlockRange_',
  direction: 'PortBlockDirection_',
  block: 'PortBlockEnabled_',
  report: 'PortBlockReport_',
  exempt: 'PortBlockWhiteList_',
} as const;

/**
 * The index under which a rule is stored, by its name; absent where no rule at all is stored.
 * @source VE04090101: the Japanese product calls the mass mailing rule by a Japanese name.
 */
export function indexOfRule(registry: RegistryReader, key: string, name: string): Reading<number> {
  const values = registry.values(key);
  if (values.kind !== 'known') return values;
  let recognised = 0;
  for (const [valueName, value] of values.value) {
    if (!valueName.toUpperCase().startsWith(NAME.toUpperCase())) continue;
    recognised += 1;
    const index = Number(valueName.slice(NAME.length));
    if (Number.isInteger(index) && asText(value) === name) return { kind: 'known', value: index };
  }
  // Rules are named in the language of the product, so one that is not found by its name may well be there.
  if (recognised > 0) return { kind: 'unreadable', reason: `no port rule is stored under the name "${name}"` };
  const other = [...values.value.keys()].find((valueName) => /port/i.test(valueName));
  if (other === undefined) return { kind: 'absent' };
  return { kind: 'unreadable', reason: `the port rules are stored in a layout that is not known (${other}, …)` };
}

/** One property of a stored rule. */
export function readRuleValue(
  registry: RegistryReader,
  key: string,
  name: string,
  value: keyof typeof PORT_RULE_VALUES,
) {
  const index = indexOfRule(registry, key, name);
  return index.kind === 'known' ? registry.value(key, PORT_RULE_VALUES[value] + index.value) : index;
}

/** Writes one property of a rule; a rule that is not stored yet is added. */
export function writeRuleValue(
  registry: RegistryEditor,
  key: string,
  name: string,
  value: keyof typeof PORT_RULE_VALUES,
  data: number | string,
): void {
  const found = indexOfRule(registry, key, name);
  const index = found.kind === 'known' ? found.value : nextIndex(registry, key);
  if (found.kind !== 'known') registry.setValue(key, NAME + index, sz(name));
  registry.setValue(key, PORT_RULE_VALUES[value] + index, typeof data === 'number' ? dword(data) : sz(data));
}

function nextIndex(registry: RegistryReader, key: string): number {
  const values = registry.values(key);
  const names = values.kind === 'known' ? [...values.value.keys()] : [];
  const indices = names.map((name) =>
    sameName(name.slice(0, NAME.length), NAME) ? Number(name.slice(NAME.length)) : NaN,
  );
  return Math.max(-1, ...indices.filter(Number.isInteger)) + 1;
}

export const asNumber = (reading: Reading<RegistryValue>): Reading<number> => decode(reading, asDword, 'no number');
export const asString = (reading: Reading<RegistryValue>): Reading<string> => decode(reading, asText, 'no text');

function decode<T>(
  reading: Reading<RegistryValue>,
  read: (value: RegistryValue) => T | undefined,
  problem: string,
): Reading<T> {
  if (reading.kind !== 'known') return reading;
  const value = read(reading.value);
  return value === undefined
    ? { kind: 'unreadable', reason: `the stored value is ${problem}` }
    : { kind: 'known', value };
}
