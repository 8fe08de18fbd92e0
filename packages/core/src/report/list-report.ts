import { z } from 'zod';
import { reportHead } from './report-schema.ts';

export const LIST_KINDS = [
  'scenarios',
  'rules',
  'products',
  'fixes',
  'facts',
  'settings',
  'behaviours',
  'stimuli',
  'observables',
  'functions',
  'worlds',
  'errors',
] as const;
export type ListKind = (typeof LIST_KINDS)[number];

const item = z.looseObject({
  id: z.string().describe('What scanclash show takes.'),
  title: z.string(),
  source: z
    .string()
    .nullable()
    .describe('The cited source with the place in it: KB1258#5. Null where nothing is cited.'),
  arms: z
    .array(
      z.strictObject({
        id: z.string(),
        kind: z.enum(['broken', 'fix', 'wrong-fix', 'control', 'recovery']),
        title: z.string(),
      }),
    )
    .optional()
    .describe('Only of scenarios.'),
  behaviours: z.array(z.string()).optional().describe('Only of scenarios: what causes and enables the failure.'),
  rules: z.array(z.string()).optional().describe('Only of scenarios: the rules that must find the failure.'),
});

export const listReportSchema = z
  .strictObject({ ...reportHead('list'), kind: z.enum(LIST_KINDS), items: z.array(item) })
  .meta({ title: 'scanclash list', description: 'What there is of a kind: scanclash list KIND --format json.' });

export type ListReport = z.output<typeof listReportSchema>;
export type ListItem = z.output<typeof item>;
