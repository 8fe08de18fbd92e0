import { z } from 'zod';
import { EVIDENCE_LEVELS } from '../evidence/evidence.ts';

export const SEVERITIES = ['info', 'low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

export const OUTCOMES = ['violated', 'satisfied', 'not-applicable', 'unknown'] as const;
export type Outcome = (typeof OUTCOMES)[number];

const expression = z.string().meta({ vocabulary: 'expression' });

const example = z
  .strictObject({
    title: z.string().optional().describe('What the example shows.'),
    expect: z.enum(OUTCOMES),
    given: z
      .record(z.string(), z.unknown())
      .meta({ vocabulary: 'given' })
      .describe('Facts by namespace. What is not mentioned is unread; {"$absent": true} is absent.'),
  })
  .describe('A rule carries its own tests: both a violated and a satisfied one are required.');

/** A rule file. Its id is `<product>/<file name>`. */
export const ruleFileSchema = z
  .strictObject({
    title: z.string().describe('The healthy state, as a sentence.'),
    severity: z.enum(SEVERITIES),
    scope: z
      .enum(['host', 'cluster', 'site'])
      .default('host')
      .describe('What is judged: one host, the nodes of a cluster together, or all hosts of the check.'),
    needs: z
      .array(z.string().meta({ vocabulary: 'namespace' }))
      .default([])
      .describe('Namespaces that must be there; not applicable where one is absent.'),
    when: expression.optional().describe('CEL. Where false, the rule is not applicable.'),
    require: expression.describe('CEL. True is satisfied, false is violated, unread facts make it unknown.'),
    message: z
      .string()
      .describe('What is wrong, for the person with the ticket. {fact} and {expression} are filled in.'),
    fixes: z
      .array(z.string().meta({ vocabulary: 'fix' }))
      .default([])
      .describe('Ids of fixes, the best first.'),
    source: z.string().describe('The cited source with the place in it: KB1258#5.'),
    evidence: z.enum(EVIDENCE_LEVELS).default('documented').describe('How well the rule itself is founded.'),
    caveat: z.string().optional().describe('What a satisfied or violated verdict does not prove.'),
    'shown-by': z
      .array(z.string().meta({ vocabulary: 'scenario' }))
      .default([])
      .describe('Scenarios in which the failure is played.'),
    examples: z.array(example).min(2),
  })
  .meta({ title: 'scanclash rule', description: 'One rule of a rule pack.' });

export type RuleFile = z.output<typeof ruleFileSchema>;
