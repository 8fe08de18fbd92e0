import { z } from 'zod';
import { EXIT } from '../errors/error-catalogue.ts';
import { type ScanclashError, showPlace } from '../errors/scanclash-error.ts';
import { worstExit } from './exit-codes.ts';
import { reportHead } from './report-schema.ts';

/** Something that went wrong, by its code. */
export const reportedProblem = z.strictObject({
  code: z.string().nullable().describe('scanclash show CODE explains it; null where there is none.'),
  problem: z.string(),
  hint: z.string().optional(),
  place: z.string().optional().describe('file:line:column'),
});

export const errorReportSchema = z
  .strictObject({
    ...reportHead('error'),
    errors: z.array(reportedProblem),
  })
  .meta({ title: 'scanclash error', description: 'Why a command ended without a result; written to stderr.' });

export type ErrorReport = z.output<typeof errorReportSchema>;

export const reportedError = ({ code, problem, hint, place }: ScanclashError) => ({
  code,
  problem,
  ...(hint === undefined ? {} : { hint }),
  ...(place === undefined ? {} : { place: showPlace(place) }),
});

/** What to tell of errors that the world did to us. */
export function errorReport(errors: readonly ScanclashError[]): ErrorReport {
  return {
    schema: 'scanclash.error/1',
    exitCode: worstExit(errors.map(({ exitCode }) => exitCode)),
    complete: false,
    next: `scanclash show ${errors[0]?.code ?? 'SC-USE-003'}`,
    errors: errors.map(reportedError),
  };
}

/** What to tell of a bug of ours. */
export const bugReport = (problem: string, next: string): ErrorReport => ({
  schema: 'scanclash.error/1',
  exitCode: EXIT.bug,
  complete: false,
  next,
  errors: [{ code: null, problem }],
});
