import { z } from 'zod';
import { OUTCOMES } from '../rules/rule-schema.ts';
import { reportHead } from './report-schema.ts';

export const RUN_OUTCOMES = ['as-expected', 'unexpected', 'inconclusive'] as const;

const symptom = z.strictObject({
  expect: z.string().describe('The expectation, as the scenario states it.'),
  expected: z
    .enum(['present', 'absent'])
    .describe(
      'In a wrong fix one symptom at least must be present; where one is, the others are expected as they are.',
    ),
  observed: z.enum(['present', 'absent', 'never-reached']).describe('never-reached: the key event did not happen.'),
  ok: z.boolean(),
  witness: z.string().optional().describe('The first event of the trace that shows it.'),
});

const run = z.strictObject({
  scenario: z.string(),
  arm: z.string(),
  kind: z.enum(['broken', 'fix', 'wrong-fix', 'control', 'recovery']),
  title: z.string(),
  seed: z.int(),
  outcome: z.enum(RUN_OUTCOMES).describe('inconclusive: the key event never happened, so nothing was shown.'),
  symptoms: z.array(symptom),
  findings: z.array(
    z.strictObject({
      rule: z.string(),
      outcome: z.enum(OUTCOMES).describe('What the rule says at the end; the weightiest verdict of all hosts.'),
      accepted: z.array(z.enum(OUTCOMES)).describe('Outcomes with which the arm comes out as expected.'),
      expected: z.boolean().describe('Whether a violation is expected.'),
      violated: z.boolean(),
      ok: z.boolean().describe('Whether the outcome is among the accepted ones.'),
    }),
  ),
  protections: z
    .array(z.strictObject({ check: z.string(), held: z.boolean(), expected: z.boolean(), ok: z.boolean() }))
    .describe('Checks that protection is kept: a test virus is still caught.'),
  problems: z.array(z.string()).describe('What came out other than expected, for people.'),
  restsOn: z.array(z.string()).describe('Behaviours and assumptions that the run asked for.'),
  traceHash: z.string().describe('SHA-256 of the trace: same version, settings and seed, same hash.'),
  events: z.int().describe('Events in the trace.'),
  simulatedMs: z.int(),
  replay: z.string().describe('The command that plays this run again.'),
});

export const runReportSchema = z
  .strictObject({
    ...reportHead('run'),
    version: z.string().describe('Version of scanclash.'),
    runs: z.array(run),
    failures: z
      .array(
        z.strictObject({
          scenario: z.string(),
          arm: z.string(),
          seed: z.int(),
          code: z.string().nullable().describe('Error code; null for a bug of scanclash.'),
          problem: z.string(),
          replay: z.string(),
        }),
      )
      .describe('Runs that broke off: a bound was reached, a fix could not be rendered, or a bug.'),
    counts: z
      .strictObject({
        'as-expected': z.int(),
        unexpected: z.int(),
        inconclusive: z.int(),
        failed: z.int(),
        total: z.int(),
      })
      .describe('The outcomes and failed add up to total; runs that an interruption left out are not counted.'),
  })
  .meta({ title: 'scanclash run', description: 'What came of played scenarios: scanclash run --format json.' });

export type RunReport = z.output<typeof runReportSchema>;
export type ReportedRun = RunReport['runs'][number];
