import { asDword, asText, dword, type Reading, type RegistryEditor, type RegistryReader, sz } from '@scanclash/core';
import { z } from 'zod';

/**
 * One entry of an exclusion list, decoded from `type|flags|value`. What it covers is another matter: see the rule
 * function `leavesAlone` and, independently of it, the emulated filter driver.
 * @source EXCL: types 0 to 4; flags 1 on write, 2 on read, 4 also subfolders.
 */
export const exclusionSchema = z.object({
  type: z
    .enum(['path', 'extension', 'modified-age', 'accessed-age', 'created-age'])
    .describe('What the value is matched against.'),
  value: z
    .string()
    .regex(/^[^|\u0000]+$/)
    .describe('Path or pattern, extension, or number of days, as stored.'),
  onWrite: z.boolean().describe('Excluded when written.'),
  onRead: z.boolean().describe('Excluded when read.'),
  subfolders: z.boolean().describe('Also exclude subfolders; only counts for a folder, which ends in a backslash.'),
});
export type ExclusionItem = z.output<typeof exclusionSchema>;

const TYPES: readonly ExclusionItem['type'][] = ['modified-age', 'accessed-age', 'created-age', 'path', 'extension'];
const FLAG = { onWrite: 1, onRead: 2, subfolders: 4 } as const;

/** Undefined for what is no entry of this dialect. A note behind the value, and flags that are not known, are left out. */
export function parseExclusionItem(stored: string): ExclusionItem | undefined {
  const [, type, flags, value] = /^([0-4])\|(\d{1,9})\|([^|]+)(?:\||$)/.exec(stored) ?? [];
  const kind = TYPES[Number(type)];
  if (kind === undefined || value === undefined) return undefined;
  const bits = Number(flags);
  return {
    type: kind,
    value,
    onWrite: (bits & FLAG.onWrite) !== 0,
    onRead: (bits & FLAG.onRead) !== 0,
    subfolders: (bits & FLAG.subfolders) !== 0,
  };
}

export function writeExclusionItem(item: ExclusionItem): string {
  const bits =
    (item.onWrite ? FLAG.onWrite : 0) | (item.onRead ? FLAG.onRead : 0) | (item.subfolders ? FLAG.subfolders : 0);
  return `${TYPES.indexOf(item.type)}|${bits}|${item.value}`;
}

/** The exclusion list of a key: `NumExcludeItems` entries; entries beyond the count are stale and do not count. */
export function readExclusions(registry: RegistryReader, key: string): Reading<ExclusionItem[]> {
  const stored = registry.value(key, 'NumExcludeItems');
  if (stored.kind !== 'known') return stored;
  const count = asDword(stored.value);
  if (count === undefined) return { kind: 'unreadable', reason: 'NumExcludeItems is no number' };
  const items: ExclusionItem[] = [];
  for (let i = 0; i < count; i++) {
    const entry = registry.value(key, `ExcludedItem_${i}`);
    if (entry.kind === 'unreadable') return entry;
    const text = entry.kind === 'known' ? asText(entry.value) : undefined;
    if (text === undefined)
      return { kind: 'unreadable', reason: `ExcludedItem_${i} is missing although NumExcludeItems is ${count}` };
    const item = parseExclusionItem(text);
    if (item === undefined) return { kind: 'unreadable', reason: `ExcludedItem_${i} is not understood: ${text}` };
    items.push(item);
  }
  return { kind: 'known', value: items };
}

/** Writes the list; entries that stay keep their stored text, with its note and the flags that are not known. */
export function writeExclusions(registry: RegistryEditor, key: string, items: readonly ExclusionItem[]): void {
  const before = storedTexts(registry, key);
  const left = [...before];
  const texts = items.map((item) => {
    const plain = writeExclusionItem(item);
    const kept = left.findIndex((text) => {
      const stored = parseExclusionItem(text);
      return stored !== undefined && writeExclusionItem(stored) === plain;
    });
    return kept < 0 ? plain : (left.splice(kept, 1)[0] as string);
  });
  for (const [i, text] of texts.entries())
    if (text !== before[i]) registry.setValue(key, `ExcludedItem_${i}`, sz(text));
  for (let i = texts.length; i < before.length; i++) registry.deleteValue(key, `ExcludedItem_${i}`);
  registry.setValue(key, 'NumExcludeItems', dword(items.length));
}

function storedTexts(registry: RegistryReader, key: string): string[] {
  const texts: string[] = [];
  for (let i = 0; ; i++) {
    const entry = registry.value(key, `ExcludedItem_${i}`);
    const text = entry.kind === 'known' ? asText(entry.value) : undefined;
    if (text === undefined) return texts;
    texts.push(text);
  }
}
