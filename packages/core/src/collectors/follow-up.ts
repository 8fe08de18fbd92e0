import type { HostRequest } from '../transport/request.ts';
import { asText } from '../windows/registry-data.ts';
import { foldName } from '../windows/windows-path.ts';
import type { HostEvidence } from './host-evidence.ts';

/** Where a registry tells what the next questions are about. Names and keys are those of the first questions. */
export type RegistryPlace =
  /** The subkeys of a key whose names begin so; `without`: and do not hold this. */
  | { readonly kind: 'subkeys'; readonly key: string; readonly startsWith: string; readonly without: string }
  /** The text of a value, without backslashes at its end. `usual` is meant where it is not there, or was not read. */
  | { readonly kind: 'text'; readonly key: string; readonly value: string; readonly usual: readonly string[] }
  /** Whatever the answers lead to: more than a script can find out, so that it leaves these questions unasked. */
  | { readonly kind: 'reasoning'; readonly find: (evidence: HostEvidence) => readonly string[] };

/**
 * Questions that depend on the answers to others, as data: collectors and the collector script, which cannot reason, read
 * it alike.
 */
export interface FollowUp {
  /** Left out: the questions need nothing that the host names, but are not for every host. */
  readonly of?: RegistryPlace;
  /** The questions about one thing that was found. It is put into their parameters as it is, and not looked at. */
  readonly ask: (found: string) => readonly HostRequest[];
  /**
   * Names in the paths of the facts that rest on these questions alone. Whoever wants other facts of the product only, as a
   * run whose rules name none of them, may leave the questions out; a check asks them all.
   */
  readonly serves?: readonly string[];
  /** Collectors leave the questions out where this is false; the script, which cannot tell, asks. */
  readonly when?: (evidence: HostEvidence) => boolean;
}

/** The questions that follow from what a host has answered. */
export function followingQuestions({ of, ask, when }: FollowUp, evidence: HostEvidence): readonly HostRequest[] {
  return when?.(evidence) === false ? [] : (of === undefined ? [''] : foundAt(of, evidence)).flatMap(ask);
}

function foundAt(place: RegistryPlace, evidence: HostEvidence): readonly string[] {
  if (place.kind === 'reasoning') return place.find(evidence);
  const { registry } = evidence;
  if (place.kind === 'subkeys') {
    const names = registry.subkeys(place.key);
    const prefix = foldName(place.startsWith);
    return (names.kind === 'known' ? names.value : []).filter(
      (name) => foldName(name).startsWith(prefix) && !name.includes(place.without),
    );
  }
  const stored = registry.value(place.key, place.value);
  const text = stored.kind === 'known' ? asText(stored.value) : undefined;
  return text === undefined ? place.usual : [withoutEnd(text)];
}

/** A folder as it is joined with a name. */
export const withoutEnd = (folder: string): string => folder.replace(/\\+$/, '');
