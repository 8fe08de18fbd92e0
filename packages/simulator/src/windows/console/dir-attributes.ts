import type { FileAttributes } from '../files/index.ts';

/** Whether an entry is shown. */
export type Accepts = (attributes: FileAttributes) => boolean;

const letters: Readonly<Record<string, keyof FileAttributes>> = {
  a: 'archive',
  d: 'directory',
  h: 'hidden',
  r: 'readonly',
  s: 'system',
};

/**
 * What `/a` followed by these letters shows: `h` only hidden ones, `-d` no folders; without letters everything. Undefined
 * for a letter that stands for no attribute here.
 */
export function attributeSwitch(written: string): Accepts | undefined {
  const wanted: [keyof FileAttributes, boolean][] = [];
  for (const [, minus, letter = ''] of written.matchAll(/(-?)(.)/g)) {
    const attribute = letters[letter];
    if (attribute === undefined) return undefined;
    wanted.push([attribute, minus === '']);
  }
  return (attributes) => wanted.every(([attribute, on]) => attributes[attribute] === on);
}
