import type { PageSection } from '@scanclash/core';

type Entry = PageSection['entries'][number];

/** A section of paragraphs; none where there is nothing to say. */
export function paragraphs(heading: string, texts: readonly (string | undefined)[]): PageSection[] {
  const entries = texts.filter((text) => text !== undefined && text !== '').map((text) => ({ text: text as string }));
  return entries.length === 0 ? [] : [{ heading, entries }];
}

/** A section of terms with what is said of them; none where there is no term. */
export function terms(heading: string, rows: readonly (readonly [term: string, text: string])[]): PageSection[] {
  const entries = rows.map(([term, text]): Entry => ({ term, text }));
  return entries.length === 0 ? [] : [{ heading, entries }];
}

/** A section whose lines stay as they are. */
export const verbatim = (heading: string, text: string | undefined): PageSection[] =>
  text === undefined ? [] : [{ heading, entries: [], verbatim: text.trim() }];
