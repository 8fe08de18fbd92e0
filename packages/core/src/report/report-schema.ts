import { z } from 'zod';

/** What every report in JSON begins with. `name` is the command: `scanclash.check/1`. */
export const reportHead = <N extends string>(name: N) => ({
  schema: z.literal(`scanclash.${name}/1`),
  exitCode: z.int().describe('The exit code of the command; docs/reference/exit-codes.md.'),
  complete: z.boolean().describe('False where the command was interrupted, or a part of its work failed.'),
  next: z.string().describe('A command that can be pasted: the next step.'),
});

/**
 * The JSON Schema of what a schema lets through; with `input`, of what it takes. More keys may pass than there are: later
 * versions of a report may add some. What JSON Schema cannot say is anything.
 */
export function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output' = 'output'): unknown {
  return z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  });
}
