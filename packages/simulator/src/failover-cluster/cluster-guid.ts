import { foldName } from '@scanclash/core';
import { hashText } from '../kernel/murmur-hash.ts';

/** The id of a cluster object, from what it is and its name: Windows draws one, a world needs the same each time. */
export function clusterGuid(cluster: string, kind: string, name: string): string {
  const words = [1, 2, 3, 4].map((seed) => hashText(`${foldName(cluster)}\n${kind}\n${foldName(name)}`, seed));
  const digits = words.map((word) => word.toString(16).padStart(8, '0')).join('');
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join(
    '-',
  );
}
