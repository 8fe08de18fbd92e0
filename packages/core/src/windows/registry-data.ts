import type { RegistryType, RegistryValue } from './registry-value.ts';
import { remembered } from './remembered.ts';
import { decodeUtf16, encodeUtf16 } from './unicode-text.ts';

const numbers = {
  REG_NONE: 0,
  REG_SZ: 1,
  REG_EXPAND_SZ: 2,
  REG_BINARY: 3,
  REG_DWORD: 4,
  REG_MULTI_SZ: 7,
  REG_QWORD: 11,
} as const;

const names: ReadonlyMap<number, RegistryType> = new Map(
  (Object.keys(numbers) as (keyof typeof numbers)[]).map((name) => [numbers[name], name]),
);

/** The number of a type in hives and in `hex(n):`. */
export function typeNumber(type: RegistryType): number {
  return typeof type === 'string' ? numbers[type] : type.other;
}

/** The type with a number; one that has no name here is `{ other }`. */
export function typeFromNumber(number: number): RegistryType {
  return names.get(number) ?? { other: number };
}

/**
 * A string; the same text gives the same value, for the worlds of many runs hold the same ones.
 * @throws RangeError for a NUL in `text`: it would end the string for every reader.
 */
export const sz = remembered((text): RegistryValue => ({ type: 'REG_SZ', bytes: terminated(text) }));

/** A string whose `%NAME%` parts the reader expands, shared as those of `sz`. @throws RangeError for a NUL in `text`. */
export const expandSz = remembered((text): RegistryValue => ({ type: 'REG_EXPAND_SZ', bytes: terminated(text) }));

/** A list of strings. @throws RangeError for an empty string, which would end the list, and for a NUL. */
export function multiSz(texts: readonly string[]): RegistryValue {
  for (const text of texts) {
    if (text === '') throw new RangeError('A REG_MULTI_SZ cannot hold an empty string: it would end the list there.');
    refuseNul(text);
  }
  return terminatedList([...texts, ''].map((text) => `${text}\0`).join(''));
}

const terminatedList = remembered((text): RegistryValue => ({ type: 'REG_MULTI_SZ', bytes: encodeUtf16(text) }));

/** A number, shared as the strings of `sz`. @throws RangeError for anything but an integer from 0 to 0xffffffff. */
export function dword(number: number): RegistryValue {
  return smallDwords[number] ?? dwordOf(number);
}

/** Switches and short lists of choices: nearly all numbers in a registry. */
const smallDwords: readonly RegistryValue[] = Array.from({ length: 64 }, (_, number) => dwordOf(number));

function dwordOf(number: number): RegistryValue {
  if (!Number.isInteger(number) || number < 0 || number > 0xffff_ffff) {
    throw new RangeError(`A REG_DWORD is an integer from 0 to 4294967295, not ${number}.`);
  }
  return { type: 'REG_DWORD', bytes: Uint8Array.of(number, number >>> 8, number >>> 16, number >>> 24) };
}

/** @throws RangeError outside 0 to 2^64 - 1. */
export function qword(number: bigint): RegistryValue {
  if (number < 0n || number >= 1n << 64n) throw new RangeError(`A REG_QWORD holds 64 bits unsigned, not ${number}.`);
  const bytes = new Uint8Array(8);
  for (let i = 0; i < 8; i++) bytes[i] = Number((number >> BigInt(i * 8)) & 0xffn);
  return { type: 'REG_QWORD', bytes };
}

export function binary(bytes: Iterable<number>): RegistryValue {
  return { type: 'REG_BINARY', bytes: Uint8Array.from(bytes) };
}

/**
 * The text of a REG_SZ or REG_EXPAND_SZ (variables not expanded) up to its first NUL, or all of it when it has none.
 * Undefined for other types and for an odd number of bytes.
 */
export function asText(value: RegistryValue): string | undefined {
  if (value.type !== 'REG_SZ' && value.type !== 'REG_EXPAND_SZ') return undefined;
  return value.bytes.length % 2 === 0 ? textIn(value) : undefined;
}

/** Values never change, and polls of a simulated host read the same ones again and again. */
export function oncePerValue<T extends string | object>(
  read: (value: RegistryValue) => T,
): (value: RegistryValue) => T {
  const known = new WeakMap<RegistryValue, T>();
  return (value) => {
    let found = known.get(value);
    if (found === undefined) known.set(value, (found = read(value)));
    return found;
  };
}

const textIn = oncePerValue(({ bytes }) => {
  const text = decodeUtf16(bytes);
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
});

/** The strings of a REG_MULTI_SZ up to the empty one that ends the list; the last may lack its terminators. */
export function asTexts(value: RegistryValue): readonly string[] | undefined {
  return value.type === 'REG_MULTI_SZ' && value.bytes.length % 2 === 0 ? textsIn(value) : undefined;
}

const textsIn = oncePerValue(({ bytes }): readonly string[] => {
  const texts = decodeUtf16(bytes).split('\0');
  const end = texts.indexOf('');
  return end < 0 ? texts : texts.slice(0, end);
});

/** The number of a REG_DWORD of exactly four bytes, unsigned. */
export function asDword(value: RegistryValue): number | undefined {
  if (value.type !== 'REG_DWORD' || value.bytes.length !== 4) return undefined;
  const [a = 0, b = 0, c = 0, d = 0] = value.bytes;
  return (a | (b << 8) | (c << 16) | (d << 24)) >>> 0;
}

/** The number of a REG_QWORD of exactly eight bytes, unsigned. */
export function asQword(value: RegistryValue): bigint | undefined {
  if (value.type !== 'REG_QWORD' || value.bytes.length !== 8) return undefined;
  return value.bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}

/** Same type and same bytes. */
export function sameValue(a: RegistryValue, b: RegistryValue): boolean {
  if (a === b) return true;
  if (typeNumber(a.type) !== typeNumber(b.type) || a.bytes.length !== b.bytes.length) return false;
  for (let i = 0; i < a.bytes.length; i++) if (a.bytes[i] !== b.bytes[i]) return false;
  return true;
}

function terminated(text: string): Uint8Array {
  refuseNul(text);
  return encodeUtf16(`${text}\0`);
}

function refuseNul(text: string): void {
  if (text.includes('\0')) {
    throw new RangeError('A registry string ends at its first NUL: build such a value from bytes.');
  }
}
