import { z } from 'zod';
import { reportHead } from './report-schema.ts';

export const collectReportSchema = z
  .strictObject({
    ...reportHead('collect'),
    version: z.string().describe('Version of scanclash.'),
    output: z.string().describe('The bundle that was written.'),
    hosts: z.array(
      z.strictObject({
        name: z.string(),
        questions: z.int(),
        failed: z.array(z.strictObject({ question: z.string(), reason: z.string() })),
      }),
    ),
  })
  .meta({ title: 'scanclash collect', description: 'What was read into a bundle; nothing is judged.' });

export type CollectReport = z.output<typeof collectReportSchema>;
