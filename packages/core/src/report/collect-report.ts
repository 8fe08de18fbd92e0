import { z } from 'zod';
import { reportHead } from './report-schema.ts';

export const collectReportSchema = z
  .strictObject({
    ...reportHead('collect'),
    version: z.string().describe('Version of scanclash.'),
    output: z.string().describe('The bundle or script that was written.'),
    script: z
      .strictObject({
        questions: z.int().describe('What it asks every host.'),
        followUps: z.int().describe('What it asks about each thing that the host itself names.'),
      })
      .optional()
      .describe('Of a collector script; no host was asked then.'),
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
