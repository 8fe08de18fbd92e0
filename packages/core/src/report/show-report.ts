import { z } from 'zod';
import { reportHead } from './report-schema.ts';

const section = z
  .strictObject({
    heading: z.string(),
    entries: z
      .array(z.strictObject({ term: z.string().optional(), text: z.string() }))
      .describe('Paragraphs, or terms with what is said of them.'),
    verbatim: z.string().optional().describe('Text whose lines must not be broken: an expression, a file.'),
  })
  .describe('A part of a page.');

const page = z.strictObject({
  id: z.string(),
  kind: z.string().describe('What it is: scenario, rule, fix, setting, fact, behaviour, product, error, …'),
  title: z.string(),
  source: z.string().nullable(),
  evidence: z.string().nullable().describe('documented, inferred or assumed; null where that does not apply.'),
  sections: z.array(section),
});

export const showReportSchema = z
  .strictObject({ ...reportHead('show'), pages: z.array(page).describe('A rule and its fix may share one id.') })
  .meta({ title: 'scanclash show', description: 'The page of an id: scanclash show ID --format json.' });

export type ShowReport = z.output<typeof showReportSchema>;
export type Page = z.output<typeof page>;
export type PageSection = z.output<typeof section>;
