import { parseDuration } from '@scanclash/core';
import { z } from 'zod';

const duration = z
  .union([z.string(), z.int().min(0)])
  .transform((value, context) => {
    const microseconds = typeof value === 'number' ? value : parseDuration(value);
    if (microseconds !== undefined) return microseconds;
    context.addIssue({ code: 'custom', message: `"${value}" is no duration; write 90s, 1m30s, 2h or 500ms` });
    return z.NEVER;
  })
  .meta({ description: 'A duration: 500ms, 90s, 1m30s, 2h, 4d.' });

const plain: z.ZodType = z.unknown();
/** A text that names something; which names there are, the catalogue of the products knows. */
const nameOf = (vocabulary: string) => z.string().meta({ vocabulary });
const settings = z
  .record(z.string(), plain)
  .meta({ vocabulary: 'settings' })
  .describe('Settings that differ, as namespace.path or HOST:namespace.path.');

const assumptions = z.record(z.string(), plain).meta({ vocabulary: 'assumptions' });

const step = z
  .strictObject({
    at: duration.describe('Time since the start of the world.'),
    do: nameOf('stimulus').describe('A stimulus: namespace.name. List them: scanclash list stimuli'),
    on: z.string().optional().describe('The host that acts; the subject host of the world where it is left out.'),
    with: z.record(z.string(), plain).default({}).describe('Parameters of the stimulus.'),
  })
  .meta({ vocabulary: 'parameters' })
  .describe('Something that happens in the world.');

const arm = z.strictObject({
  title: z.string().optional(),
  settings: settings.default({}),
  assume: assumptions.default({}).describe('Behaviours that differ in this arm.'),
  'still-found': z
    .array(nameOf('rule'))
    .default([])
    .describe('Rules that stay violated in this arm although it is healthy: they warn of a risk.'),
  'stays-unknown': z
    .array(nameOf('rule'))
    .default([])
    .describe('Rules that honestly cannot tell of this arm that it is healthy, as where only a probe could.'),
  fixes: z
    .array(nameOf('fix-on-host'))
    .default([])
    .describe('Fixes that are rendered for the host and executed before the world starts.'),
  timeline: z.array(step).default([]).describe('What happens in this arm beside the timeline of the scenario.'),
  'timeline-instead': z
    .array(step)
    .min(1)
    .optional()
    .describe('What happens in this arm in place of the timeline of the scenario.'),
  reaches: z
    .string()
    .optional()
    .describe('CEL. The key event of this arm, where it is another: what a control must have seen to prove something.'),
  loses: z
    .array(nameOf('protection'))
    .default([])
    .describe('Protection checks that fail in this arm, and are known to: the price of the cure.'),
  until: duration.optional().describe('When this arm is judged, where it takes longer than the others.'),
  after: duration.optional().describe('Only in recovery arms: symptoms are judged in the window that begins here.'),
});

/** A scenario file. Its id is `<theme>/<file name>`. */
export const scenarioFileSchema = z
  .strictObject({
    title: z.string(),
    source: z.string().describe('The cited source with the place in it: KB1258#5.'),
    story: z.string().optional().describe('What a trainee should understand, in a few sentences.'),
    world: nameOf('world').describe('The hosts and what is installed on them.'),
    settings: settings.default({}),
    assume: assumptions.default({}).describe('Assumptions and mechanisms that differ, by the id of the behaviour.'),
    timeline: z.array(step).min(1),
    until: duration.describe('When the symptoms are judged.'),
    'caused-by': z
      .array(z.array(nameOf('cause')).min(1))
      .min(1)
      .describe(
        'Sets of behaviours (or setting=healthy value). Switching all of one set off must clear the symptoms, less must not.',
      ),
    enables: z
      .array(nameOf('behaviour'))
      .default([])
      .describe('Behaviours without which the failure cannot come about, but which are no interference.'),
    symptoms: z.array(z.string()).min(1).describe('CEL. What must be seen in the broken arm and in no healthy one.'),
    reaches: z.string().describe('CEL. The key event: where it did not happen, an arm proves nothing.'),
    findings: z
      .array(nameOf('rule'))
      .default([])
      .describe('Rules that are violated in the broken arm, and satisfied or not applicable in every healthy one.'),
    innocent: z
      .array(nameOf('rule'))
      .default([])
      .describe('Rules that must not be violated in any arm: the failure is not theirs.'),
    arms: z.record(z.string().regex(/^(fix|wrong|control|recovery)-[a-z0-9-]+$/), arm).default({}),
    'still-protected': z
      .array(nameOf('protection'))
      .default([])
      .describe('Protection checks that hold in every fixed arm.'),
  })
  .meta({
    title: 'scanclash scenario',
    description: 'One failure, its fixes, the fixes that do not work, and healthy controls.',
  });

export type ScenarioFile = z.output<typeof scenarioFileSchema>;
export type ArmFile = z.output<typeof arm>;
export type TimelineStep = z.output<typeof step>;
