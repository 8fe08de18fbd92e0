import { asText, type Evidence, type Plain, registrySetting, type Setting, sz } from '@scanclash/core';
import { z } from 'zod';
import type { VirusscanContext } from './context.ts';

/** A name as a list in one text can hold it: no separator, no blank at either end. */
const name = z.string().regex(/^[^\s,;\u0000]([^,;\r\n\u0000]*[^\s,;\u0000])?$/);

interface NamesDescription {
  readonly path: string;
  readonly title: string;
  readonly evidence: Evidence;
  readonly default: string[];
  readonly samples: readonly string[][];
  readonly undecodable: (stored: Plain | undefined, context: VirusscanContext) => string | undefined;
}

/** A list of names in one text, with commas between them. */
export const names = (
  { samples, ...description }: NamesDescription,
  at: { readonly key: (context: VirusscanContext) => string; readonly value: string },
): Setting<string[], VirusscanContext> =>
  registrySetting<string[], VirusscanContext>({ ...description, takesEffect: 'at-use' }, at, {
    schema: z.array(name),
    samples,
    decode: (stored) => {
      const text = asText(stored);
      return text?.split(',').filter((one) => one !== '');
    },
    encode: (list) => sz(list.join(',')),
  });
