import { ERROR_CATALOGUE, type ErrorCode, EXIT_CODES, type Page } from '@scanclash/core';
import { paragraphs, terms } from './page-sections.ts';

/** The page of an error code. */
export function errorPage(code: ErrorCode): Page {
  const { title, meaning, next, exitCode } = ERROR_CATALOGUE[code];
  return {
    id: code,
    kind: 'error',
    title,
    source: null,
    evidence: null,
    sections: [
      ...paragraphs('What it means', [meaning]),
      ...paragraphs('What to do', [next]),
      ...terms('Exit code', [[String(exitCode), EXIT_CODES.find((one) => one.code === exitCode)?.meaning ?? '']]),
    ],
  };
}
