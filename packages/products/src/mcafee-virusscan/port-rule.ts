import {
  asDword,
  asText,
  dword,
  type Reading,
  type RegistryEditor,
  type RegistryReader,
  type RegistryValue,
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

/** The index under which a rule is stored, by its name; absent where no such rule is stored. */
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
  const others = [...values.value.keys()].filter((valueName) => /port/i.test(valueName));
  if (recognised === 0 && others.length > 0) {
    return { kind: 'unreadable', reason: `the port rules are stored in a layout that is not known (${others[0]}, …)` };
  }
  return { kind: 'absent' };
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
  return names.filter((name) => name.toUpperCase().startsWith(NAME.toUpperCase())).length;
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
