import type { z } from 'zod';
import type { Evidence } from '../evidence/evidence.ts';
import type { Plain } from '../facts/fact.ts';
import type { Reading, RegistryEditor, RegistryReader } from '../windows/registry-reader.ts';

/** When a changed setting begins to count; emulations see the value of its last effective point. */
export type TakesEffect = 'at-use' | 'service-start' | 'policy-enforcement' | 'boot';

/**
 * One setting of a product, declared once: the emulation reads it, the collector makes a fact of it, fixes write it,
 * the docs list it. `C` is what the product must know of itself to find the setting (its version, its keys).
 */
export interface Setting<T extends Plain, C> {
  /** Dotted path below the namespace of the product: `onAccess.default.scanOnRead`. */
  readonly path: string;
  readonly title: string;
  readonly schema: z.ZodType<T>;
  readonly evidence: Evidence;
  readonly takesEffect: TakesEffect;
  /** A few allowed values, at least two: what counterfactuals flip between. */
  readonly samples: readonly T[];
  /** What the product does where nothing is stored; undefined where nobody knows. */
  defaultFor(context: C): T | undefined;
  /** Where it is stored, for people: `HKLM\…\Configuration\Default, bScanOutgoing`. */
  location(context: C): string;
  read(registry: RegistryReader, context: C): Reading<T>;
  /** Writing and reading again is identity; unknown values beside it survive. */
  write(registry: RegistryEditor, value: T, context: C): void;
  /**
   * Why nobody but the product itself can tell what is stored (`undefined`: nothing is): its form is not public. The
   * emulation reads it by an assumption; the collector leaves the fact unread with this reason.
   */
  undecodable?(stored: T | undefined, context: C): string | undefined;
}

// oxlint-disable-next-line typescript/no-explicit-any -- settings of different types and products in one list
export type AnySetting = Setting<any, any>;
