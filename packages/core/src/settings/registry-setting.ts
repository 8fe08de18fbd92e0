import { z } from 'zod';
import type { Plain } from '../facts/fact.ts';
import { asDword, asText, dword, expandSz, sz } from '../windows/registry-data.ts';
import type { Reading } from '../windows/registry-reader.ts';
import type { RegistryValue } from '../windows/registry-value.ts';
import type { Setting } from './setting.ts';

/** What every setting says of itself. */
type Description<T extends Plain, C> = Pick<
  Setting<T, C>,
  'path' | 'title' | 'evidence' | 'takesEffect' | 'undecodable'
> & {
  readonly default: T | undefined | ((context: C) => T | undefined);
};

interface At<C> {
  readonly key: (context: C) => string;
  readonly value: string;
}

interface Codec<T> {
  readonly schema: z.ZodType<T>;
  readonly samples: readonly T[];
  decode(stored: RegistryValue): T | undefined;
  /** `stored`: what is to be replaced, if anything is. */
  encode(value: T, stored: RegistryValue | undefined): RegistryValue;
}

/**
 * A setting that is one registry value. A stored value that the codec does not know is unreadable, never a default; one
 * that says the same in other words (any number but 0 is "on") is not written over: it may say more to the product.
 */
export function registrySetting<T extends Plain, C>(
  description: Description<T, C>,
  at: At<C>,
  codec: Codec<T>,
): Setting<T, C> {
  const { default: fallback, ...rest } = description;
  return {
    ...rest,
    schema: codec.schema,
    samples: codec.samples,
    defaultFor: (context) => (typeof fallback === 'function' ? fallback(context) : fallback),
    location: (context) => `${at.key(context)}, ${at.value === '' ? '(default)' : at.value}`,
    read: (registry, context): Reading<T> => {
      const stored = registry.value(at.key(context), at.value);
      if (stored.kind !== 'known') return stored;
      const value = codec.decode(stored.value);
      if (value !== undefined) return { kind: 'known', value };
      return { kind: 'unreadable', reason: `${at.value} holds something that is not known: ${show(stored.value)}` };
    },
    write: (registry, value, context) => {
      const reading = registry.value(at.key(context), at.value);
      const stored = reading.kind === 'known' ? reading.value : undefined;
      if (stored !== undefined && codec.decode(stored) === value) return;
      registry.setValue(at.key(context), at.value, codec.encode(value, stored));
    },
  };
}

/** A REG_DWORD switch: 0 is off, anything else is on. */
export const flag = <C>(description: Description<boolean, C>, at: At<C>): Setting<boolean, C> =>
  registrySetting(description, at, {
    schema: z.boolean(),
    samples: [true, false],
    decode: (stored) => map(asDword(stored), (number) => number !== 0),
    encode: (on) => dword(on ? 1 : 0),
  });

/** A REG_DWORD switch that is stored the other way round: 0 is on. */
export const invertedFlag = <C>(description: Description<boolean, C>, at: At<C>): Setting<boolean, C> =>
  registrySetting(description, at, {
    schema: z.boolean(),
    samples: [true, false],
    decode: (stored) => map(asDword(stored), (number) => number === 0),
    encode: (on) => dword(on ? 0 : 1),
  });

/** A REG_DWORD that is a number; `samples` are values worth trying. */
export const number = <C>(
  description: Description<number, C>,
  at: At<C>,
  samples: readonly number[],
): Setting<number, C> =>
  registrySetting(description, at, {
    schema: z.int().min(0).max(0xffffffff),
    samples,
    decode: asDword,
    encode: (value) => dword(value),
  });

/** A REG_DWORD that stands for a word. */
export const word = <T extends string, C>(
  description: Description<T, C>,
  at: At<C>,
  codes: Readonly<Record<T, number>>,
): Setting<T, C> => {
  const words = Object.keys(codes) as [T, ...T[]];
  return registrySetting<T, C>(description, at, {
    schema: z.enum(words),
    samples: words,
    decode: (stored) => words.find((one) => codes[one] === asDword(stored)),
    encode: (value) => dword(codes[value]),
  });
};

/** Text as the registry can hold it. */
export const registryText = z.string().refine((text) => !text.includes('\0'), 'a registry text ends at its first NUL');

/** A REG_SZ, or a REG_EXPAND_SZ where it is one already; `samples` are values worth trying. */
export const text = <C>(
  description: Description<string, C>,
  at: At<C>,
  samples: readonly string[],
): Setting<string, C> =>
  registrySetting(description, at, {
    schema: registryText,
    samples,
    decode: asText,
    encode: (value, stored) => (stored?.type === 'REG_EXPAND_SZ' ? expandSz(value) : sz(value)),
  });

const map = <A, B>(value: A | undefined, change: (value: A) => B): B | undefined =>
  value === undefined ? undefined : change(value);

function show(value: RegistryValue): string {
  const number = asDword(value);
  if (number !== undefined) return `dword ${number}`;
  return asText(value) ?? `${value.bytes.length} bytes of ${JSON.stringify(value.type)}`;
}
