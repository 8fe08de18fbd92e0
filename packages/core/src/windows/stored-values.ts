import { asDword, asText, asTexts } from './registry-data.ts';
import type { RegistryReader } from './registry-reader.ts';

/** A string as the registry has it; undefined where it is absent or no string. */
export function textAt(registry: RegistryReader, key: string, name: string): string | undefined {
  const reading = registry.value(key, name);
  return reading.kind === 'known' ? asText(reading.value) : undefined;
}

/** A list of strings; empty where it is absent or no list. */
export function textsAt(registry: RegistryReader, key: string, name: string): readonly string[] {
  const reading = registry.value(key, name);
  return reading.kind === 'known' ? (asTexts(reading.value) ?? []) : [];
}

/** A number; undefined where it is absent or no number. */
export function dwordAt(registry: RegistryReader, key: string, name: string): number | undefined {
  const reading = registry.value(key, name);
  return reading.kind === 'known' ? asDword(reading.value) : undefined;
}
