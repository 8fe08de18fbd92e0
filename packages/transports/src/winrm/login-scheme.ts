/** How one can log in; `--auth`. */
export const WINRM_AUTHS = ['ntlm', 'basic'] as const;
export type WinrmAuth = (typeof WINRM_AUTHS)[number];

/** What to log in by, as it stands in the header; or why there is nothing, and what to do. */
export type LoginScheme =
  | { readonly kind: 'ntlm'; readonly name: 'Negotiate' | 'NTLM' }
  | { readonly kind: 'basic' }
  | { readonly kind: 'none'; readonly problem: string; readonly hint: string };

const BUNDLE = 'read the host by a bundle instead: scanclash collect --script -o collector.cmd';

/**
 * Chooses among what the host offers, the header `WWW-Authenticate`: NTLM if it can be, as the password then never leaves.
 * WinRM offers NTLM under the name of Negotiate.
 *
 * @param wanted - The only way that may be taken; undefined: any.
 */
export function loginScheme(
  offers: string,
  { wanted, isPlain }: { readonly wanted: WinrmAuth | undefined; readonly isPlain: boolean },
): LoginScheme {
  const names = schemesIn(offers);
  const ntlm = (['Negotiate', 'NTLM'] as const).find((name) => names.includes(name.toLowerCase()));
  const offersBasic = names.includes('basic');
  if (wanted !== 'basic' && ntlm !== undefined && !isPlain) return { kind: 'ntlm', name: ntlm };
  if (wanted !== 'ntlm' && offersBasic) return { kind: 'basic' };
  const offered = names.length === 0 ? 'nothing' : names.join(', ');
  if (isPlain && ntlm !== undefined) {
    return {
      kind: 'none',
      problem: `over plain HTTP only basic authentication is supported, and the host offers ${offered}`,
      hint: `WinRM wants encrypted messages with NTLM there. Leave --plain-http out, where the host listens on HTTPS; or ${BUNDLE}`,
    };
  }
  if (names.length > 0 && names.every((name) => name === 'kerberos')) {
    return { kind: 'none', problem: 'the host takes Kerberos only, which is not supported', hint: capital(BUNDLE) };
  }
  const wish = wanted === undefined ? 'neither NTLM nor basic authentication' : `no ${wanted} authentication`;
  return {
    kind: 'none',
    problem: `the host offers ${wish}; it offers ${offered}`,
    hint:
      wanted === undefined
        ? `NTLM comes with winrm set winrm/config/service/auth @{Negotiate="true"} on the host; or ${BUNDLE}`
        : `Leave --auth ${wanted} out; or ${BUNDLE}`,
  };
}

/** Schemes by name, in lower case: `Negotiate, Kerberos, Basic realm="WSMAN"` */
const schemesIn = (offers: string): readonly string[] =>
  offers
    .replaceAll(/"[^"]*"/g, '')
    .split(',')
    .map((part) => part.trim().split(/\s/)[0]?.toLowerCase() ?? '')
    .filter((name) => /^[a-z]+$/.test(name));

/** What the host says under the name of a scheme; undefined where that is nothing. */
export const tokenIn = (offers: string, scheme: string): string | undefined =>
  new RegExp(`\\b${scheme}\\s+([A-Za-z0-9+/]+=*)`, 'i').exec(offers)?.[1];

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
