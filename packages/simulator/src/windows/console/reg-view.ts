import { foldKey, hiveOf, normalizeKey } from '@scanclash/core';
import type { SimulatedHost } from '../simulated-host.ts';
import type { RegOptions } from './reg-options.ts';

const SOFTWARE = 'HKLM\\SOFTWARE';
const WOW = 'Wow6432Node';

/** A key as it was typed, and where it lies. */
export interface RegKey {
  readonly typed: string;
  readonly key: string;
}

/**
 * Where a key lies in the view of the registry that was asked for (`/reg:32`): on 64-bit Windows 32-bit programs see
 * `HKLM\SOFTWARE\Wow6432Node` in place of `HKLM\SOFTWARE`. Undefined for what is below no root.
 * @source "Registry Keys Affected by WOW64", Windows SDK. The keys below SOFTWARE that both views share are not told apart.
 */
export function regKey(host: SimulatedHost, typed: string, { given }: RegOptions): RegKey | undefined {
  if (hiveOf(typed) === undefined) return undefined;
  const key = normalizeKey(typed);
  const parts = key.split('\\');
  const isRedirected = host.wow64 && given.get('/reg') === '32' && foldKey(parts.slice(0, 2).join('\\')) === SOFTWARE;
  if (!isRedirected || parts[2]?.toUpperCase() === WOW.toUpperCase()) return { typed, key };
  return { typed, key: [...parts.slice(0, 2), WOW, ...parts.slice(2)].join('\\') };
}
