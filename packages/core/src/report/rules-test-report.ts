import { z } from 'zod';
import { reportHead } from './report-schema.ts';

export const rulesTestReportSchema = z
  .strictObject({
    ...reportHead('rules-test'),
    version: z.string().describe('Version of scanclash.'),
    examples: z.array(
      z.strictObject({
        rule: z.string(),
        example: z.int().describe('Counts from 1.'),
        title: z.string(),
        expected: z.string(),
        observed: z.string(),
        ok: z.boolean(),
      }),
    ),
    errors: z
      .array(
        z.strictObject({
          code: z.string(),
          problem: z.string(),
          hint: z.string().optional(),
          place: z.string().optional().describe('file:line:column'),
        }),
      )
      .describe('Examples that failed and rules that could not be read, each at its place.'),
    counts: z.strictObject({ rules: z.int(), unread: z.int(), examples: z.int(), passed: z.int(), failed: z.int() }),
  })
  .meta({ title: 'scanclash rules test', description: 'What became of the examples that rules carry.' });

export type RulesTestReport = z.output<typeof rulesTestReportSchema>;
