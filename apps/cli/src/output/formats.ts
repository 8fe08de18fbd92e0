import { didYouMean, ScanclashError } from '@scanclash/core';

export const FORMATS = ['pretty', 'json'] as const;

/** A report to be written: in which form, and where; to stdout where no path is given. */
export interface FormatChoice {
  readonly name: (typeof FORMATS)[number];
  readonly path: string | undefined;
}

/**
 * Reads the values of `--format`: `json`, `json:report.json`. Pretty where there are none.
 * @throws SC-USE-003
 */
export function formatChoices(words: readonly string[]): FormatChoice[] {
  const choices = words.map((word): FormatChoice => {
    const [, name = '', path] = /^([^:]*)(?::(.*))?$/s.exec(word) ?? [];
    const known = FORMATS.find((format) => format === name);
    if (known === undefined) {
      const hint = didYouMean(name, FORMATS) ?? `Formats: ${FORMATS.join(', ')}; with a file: json:report.json`;
      throw new ScanclashError('SC-USE-003', `unknown format "${name}"`, { hint });
    }
    if (path === '') {
      throw new ScanclashError('SC-USE-003', `--format ${word}: a file name is missing after the colon`, {
        hint: `Write --format ${name}:FILE, or --format ${name} for stdout.`,
      });
    }
    return { name: known, path };
  });
  if (choices.filter(({ path }) => path === undefined).length > 1) {
    throw new ScanclashError('SC-USE-003', 'only one format can go to stdout', {
      hint: 'Send the others to files: --format pretty --format json:report.json',
    });
  }
  return choices.length === 0 ? [{ name: 'pretty', path: undefined }] : choices;
}
