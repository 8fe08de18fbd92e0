import { decodeConsole, isCodePage } from '@scanclash/core';
import { z } from 'zod';
import { shown } from '../bundle/bundle-error.ts';
import { requestSchema } from '../bundle/bundle-manifest.ts';

export const INDEX_SCHEMA = 'scanclash.collector/1';
export const INDEX_FILE = 'scanclash-index.jsonl';

/** Stands in the parameters of a question for the text that the host named. */
export const FOUND = '(found)';

const collectorSchema = z
  .object({
    kind: z.literal('collector'),
    schema: z.literal(INDEX_SCHEMA),
    version: z.string().min(1).max(100).describe('Of the scanclash that wrote the script.'),
    host: z.string().min(1).max(255).describe('%COMPUTERNAME%.'),
    codePage: z.int().min(0).max(65_535).describe('Of the console: what chcp shows. The index is written in it, too.'),
  })
  .describe('The first line.');

const clockSchema = z
  .object({
    kind: z.literal('clock'),
    date: z.string().max(100).describe('%DATE%, as the user of the script has dates written.'),
    time: z.string().max(100).describe('%TIME%.'),
    shortDate: z.string().max(100).describe('How dates are written: sShortDate. Empty where it was not read.'),
    bias: z.string().max(100).describe('Minutes from local time to UTC: ActiveTimeBias. Empty where it was not read.'),
  })
  .describe('When the script was started.');

const answerSchema = z
  .object({
    kind: z.literal('answer'),
    n: z.int().min(1).max(1_000_000).describe('Number of the question: names its files, N.stdout, N.stderr and N.reg.'),
    exitCode: z
      .union([z.int().min(-0x8000_0000).max(0xffff_ffff), z.literal('too large')])
      .describe('Of the command; "too large": its output was more than a bundle takes, and was not kept.'),
    found: z
      .int()
      .min(1)
      .optional()
      .describe(`Number of the file N.found with the text that stands for ${FOUND} in the request: found=TEXT.`),
    request: requestSchema,
  })
  .describe('A question that was put.');

const endSchema = z
  .object({ kind: z.literal('end'), answers: z.int().min(0) })
  .describe('The last line; without it the script was broken off.');

const lineSchema = z
  .discriminatedUnion('kind', [collectorSchema, clockSchema, answerSchema, endSchema])
  .describe(`A line of ${INDEX_FILE}, which the collector script writes beside the answers. See docs/bundle.md.`);

export type ScriptClock = z.output<typeof clockSchema>;
export type ScriptAnswer = z.output<typeof answerSchema>;

export interface ScriptIndex {
  readonly collector: z.output<typeof collectorSchema>;
  readonly clock: ScriptClock | undefined;
  readonly answers: readonly ScriptAnswer[];
  readonly complete: boolean;
  /** Lines that cannot be understood, and why; their answers are unread. */
  readonly broken: readonly string[];
}

/** The JSON Schema of one line that docs/schemas publishes. Further keys are allowed: later scripts may tell more. */
export function scriptIndexJsonSchema(): Readonly<Record<string, unknown>> {
  const { $schema, ...schema } = z.toJSONSchema(lineSchema, { io: 'input' });
  return { $schema, title: INDEX_SCHEMA, ...schema };
}

/** Reads an index; where it has no first line it is none, and the reason is returned. */
export function readScriptIndex(bytes: Uint8Array): ScriptIndex | { readonly failed: string } {
  const lines = textOf(bytes)
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
  let collector: ScriptIndex['collector'] | undefined;
  let clock: ScriptClock | undefined;
  let end = false;
  const answers: ScriptAnswer[] = [];
  const broken: string[] = [];
  for (const [i, text] of lines.entries()) {
    const line = readLine(text);
    if ('failed' in line) broken.push(`line ${i + 1}: ${line.failed}`);
    else if (line.kind === 'collector') collector ??= line;
    else if (line.kind === 'clock') clock ??= line;
    else if (line.kind === 'answer') answers.push(line);
    else end = line.answers === answers.length;
  }
  if (collector === undefined) return { failed: broken[0] ?? 'it does not say which collector wrote it' };
  return { collector, clock, answers, complete: end && broken.length === 0, broken };
}

function readLine(text: string): z.output<typeof lineSchema> | { readonly failed: string } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { failed: 'it is no JSON' };
  }
  const result = lineSchema.safeParse(json);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  return { failed: `${shown(issue?.path.join('.') ?? '')}: ${shown(issue?.message ?? '')}` };
}

/** The code page stands in the file itself, in digits that all code pages share. */
function textOf(bytes: Uint8Array): string {
  const plain = decodeConsole(bytes, LATIN_1);
  const named = Number(/^\{"kind":"collector"[^\r\n]*"codePage":(\d{1,5})\}/.exec(plain)?.[1]);
  return isCodePage(named) ? decodeConsole(bytes, named) : plain;
}

const LATIN_1 = 1252;
