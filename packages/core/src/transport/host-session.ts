import type { ScanclashError } from '../errors/scanclash-error.ts';

/** Whether a host has proved to be the one that was meant. */
export type HostIdentity =
  /** It showed the key that it is known by; `by` says what knew it. */
  | { readonly kind: 'verified'; readonly key: string; readonly by: string }
  /** Nobody looked, because the user said so. */
  | { readonly kind: 'unverified'; readonly key: string }
  | { readonly kind: 'refused'; readonly key: string; readonly reason: string };

/** What a transport did on a real host: what its owner may ask about, told in full. */
export interface HostSession {
  /** Where it was reached: `admin@mail01:22`. */
  readonly address: string;
  /** Hosts that were gone through to reach it, and it; in the order of connecting. Empty where none answered. */
  readonly identities: readonly { readonly host: string; readonly identity: HostIdentity }[];
  /** Every command line that was run, as the host got it, in the order of starting. Nothing else was run. */
  readonly commands: readonly string[];
  /** The only thing that was written; undefined where nothing was. */
  readonly temporaryFolder: { readonly name: string; readonly removed: boolean } | undefined;
  /** Why not everything was read, with the phase that it broke off in. */
  readonly trouble: ScanclashError | undefined;
}
