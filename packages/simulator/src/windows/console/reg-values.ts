import {
  asDword,
  asQword,
  asText,
  asTexts,
  binary,
  dword,
  expandSz,
  multiSz,
  qword,
  type RegistryValue,
  sz,
  typeNumber,
} from '@scanclash/core';
import type { RegDialect } from './reg-dialect.ts';

/** Types that have a name but no reading of their own in this project. */
const otherNames: ReadonlyMap<number, string> = new Map([
  [5, 'REG_DWORD_BIG_ENDIAN'],
  [6, 'REG_LINK'],
  [8, 'REG_RESOURCE_LIST'],
  [9, 'REG_FULL_RESOURCE_DESCRIPTOR'],
  [10, 'REG_RESOURCE_REQUIREMENTS_LIST'],
]);

/** One value as `reg query` shows it. */
export function valueLine(dialect: RegDialect, name: string, value: RegistryValue): string {
  const { separator, defaultName } = dialect;
  return `    ${[name === '' ? defaultName : name, typeName(value), shownData(dialect, value)].join(separator)}`;
}

/** @assumed A type number without a name is shown as REG_UNKNOWN. */
function typeName({ type }: RegistryValue): string {
  return typeof type === 'string' ? type : (otherNames.get(typeNumber(type)) ?? 'REG_UNKNOWN');
}

function shownData({ listEnd }: RegDialect, value: RegistryValue): string {
  const number = asDword(value) ?? asQword(value);
  if (number !== undefined) return `0x${number.toString(16)}`;
  const text = asText(value);
  if (text !== undefined) return text;
  const texts = asTexts(value);
  if (texts !== undefined) return texts.join('\\0') + listEnd;
  return Array.from(value.bytes, (byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join('');
}

/** What `/t` may name. */
export type AddedType = 'REG_SZ' | 'REG_EXPAND_SZ' | 'REG_MULTI_SZ' | 'REG_DWORD' | 'REG_QWORD' | 'REG_BINARY';

export function isAddedType(name: string): name is AddedType {
  return /^REG_(?:SZ|EXPAND_SZ|MULTI_SZ|DWORD|QWORD|BINARY)$/.test(name);
}

/** The value that `/t` and `/d` describe, or undefined where the data is none of that type. */
export function valueFrom(type: AddedType, data: string, separator: string): RegistryValue | undefined {
  switch (type) {
    case 'REG_SZ':
      return sz(data);
    case 'REG_EXPAND_SZ':
      return expandSz(data);
    case 'REG_MULTI_SZ': {
      const texts = data.split(separator);
      if (texts.at(-1) === '') texts.pop();
      return texts.includes('') ? undefined : multiSz(texts);
    }
    case 'REG_DWORD':
    case 'REG_QWORD': {
      if (!/^(?:\d+|0x[0-9a-f]+)$/i.test(data)) return undefined;
      const number = BigInt(data);
      if (number >= 1n << (type === 'REG_DWORD' ? 32n : 64n)) return undefined;
      return type === 'REG_DWORD' ? dword(Number(number)) : qword(number);
    }
    case 'REG_BINARY':
      if (!/^(?:[0-9a-f]{2})*$/i.test(data)) return undefined;
      return binary(Array.from(data.matchAll(/../g), ([pair]) => Number.parseInt(pair, 16)));
  }
}
