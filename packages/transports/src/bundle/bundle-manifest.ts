import { type HostRequest, misfit, type QuestionId, ScanclashError } from '@scanclash/core';
import { z } from 'zod';
import { shown } from './bundle-error.ts';

export const BUNDLE_SCHEMA = 'scanclash.bundle/1';

/** Nothing that plays with a terminal or turns the direction of writing. */
const text = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[^\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]*$/, 'holds control characters');

/** Parameters are shown escaped and never run: any character may stand in them, to the bound of a Windows path. */
const parameter = z.string().max(32_767);

const PARAMETERS = {
  'registry-export': { key: parameter },
  'registry-subkeys': { key: parameter },
  'service-state': { service: parameter },
  'service-process': { service: parameter },
  'service-dependents': { service: parameter },
  'service-failure-actions': { service: parameter },
  events: { log: z.enum(['System', 'Application']), event: parameter },
  'events-before-vista': {
    log: z.enum(['System', 'Application']),
    event: parameter,
    newest: parameter.optional(),
  },
  processes: {},
  connections: {},
  'mount-points': {},
  'filter-drivers': {},
  'smb-sessions': {},
  'smb-open-files': {},
  'folder-tree': { folder: parameter },
  'file-text': { path: parameter },
  'file-version': { path: parameter },
  'files-with': { token: parameter, files: parameter },
  'cluster-groups': {},
  'cluster-resources': {},
  'management-shell': { consoleFile: parameter, cmdlet: parameter, properties: parameter },
  'host-name': {},
  'windows-version': {},
} satisfies Record<QuestionId, z.ZodRawShape>;

const requests = Object.entries(PARAMETERS).map(([id, shape]) => z.object({ id: z.literal(id), ...shape }));
export const requestSchema = z.discriminatedUnion('id', requests as [(typeof requests)[number]]).meta({
  id: 'request',
  description: 'The question, as it was put to the transport.',
}) as unknown as z.ZodType<HostRequest>;

const fileSchema = z
  .object({
    path: z.string().min(1).max(1024).describe('Path in the bundle, below hosts/, with forward slashes.'),
    size: z.int().min(0).describe('In bytes.'),
    sha256: z.string().regex(/^[0-9a-f]{64}$/, 'is no SHA-256 in 64 lower-case hexadecimal digits'),
  })
  .meta({ id: 'file', description: 'Raw bytes, as the host gave them but for redactions.' });

const questionSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('answered'),
    request: requestSchema,
    exitCode: z.int().min(-0x8000_0000).max(0xffff_ffff),
    // What wrote nothing is left out.
    codePage: z.int().min(0).max(65_535).describe('Of the console that wrote the output: what chcp shows.'),
    stdout: fileSchema.optional(),
    stderr: fileSchema.optional(),
    file: fileSchema.optional(),
  }),
  z.object({
    kind: z.literal('failed'),
    request: requestSchema,
    reason: text(4096).describe('Why there is no answer.'),
  }),
]);

const redactionSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('registry-value'),
    file: z.string(),
    key: z.string(),
    value: z.string().describe('Name of the value; "" is the default value.'),
    why: z.string(),
  }),
  z.object({
    kind: z.literal('span'),
    file: z.string(),
    offset: z.int().min(0).describe('Of the mark that stands there now, in bytes.'),
    length: z.int().min(0).describe('Of the mark, in bytes; nothing tells the length of the secret.'),
    why: z.string(),
  }),
  z.object({
    kind: z.literal('text'),
    file: z.literal('manifest.json'),
    host: z.string(),
    question: z.int().min(1).describe('Which of the host, from 1.'),
    part: z.enum(['request', 'reason']),
    why: z.string(),
  }),
]);

const manifestSchema = z
  .object({
    schema: z.literal(BUNDLE_SCHEMA),
    collector: z.object({ name: text(100), version: text(100) }).describe('What made the bundle.'),
    collectedAt: z.iso
      .datetime({ offset: true })
      .optional()
      .describe('When, by the clock of whoever collected; left out where that clock could not be understood.'),
    complete: z.boolean().describe('False where the collection was broken off: what is missing was never asked.'),
    hosts: z.array(
      z.object({
        name: text(255).describe('Name of the host as people know it.'),
        questions: z.array(questionSchema).describe('In the order of asking.'),
      }),
    ),
    redactions: z.array(redactionSchema).describe('Every secret that was taken out, without the secret.'),
  })
  .describe('manifest.json of a scanclash bundle: recorded answers of hosts. See docs/bundle.md.');

export type BundleManifest = z.output<typeof manifestSchema>;
export type RecordedQuestion = BundleManifest['hosts'][number]['questions'][number];
export type RecordedFile = z.output<typeof fileSchema>;

/** The JSON Schema that docs/schemas publishes. Further keys are allowed: later collectors may tell more. */
export function bundleManifestJsonSchema(): Readonly<Record<string, unknown>> {
  const { $schema, ...schema } = z.toJSONSchema(manifestSchema, { io: 'input' });
  return { $schema, title: BUNDLE_SCHEMA, ...schema };
}

/** Reads manifest.json, a byte order mark or none. @throws SC-BUN-002 with the field that is wrong. */
export function readManifest(bytes: Uint8Array, file: string): BundleManifest {
  const broken = (problem: string, hint?: string) =>
    new ScanclashError('SC-BUN-002', problem, {
      place: { file },
      hint: hint ?? 'docs/bundle.md describes the format.',
    });
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw broken(`it is no JSON: ${shown(error instanceof Error ? error.message : String(error))}`);
  }
  const schema = (json as { schema?: unknown } | null)?.schema;
  if (typeof schema === 'string' && schema !== BUNDLE_SCHEMA && schema.startsWith('scanclash.bundle/')) {
    throw broken(`it is ${shown(schema)}; this version reads ${BUNDLE_SCHEMA}`, 'Use a newer scanclash.');
  }
  const result = manifestSchema.safeParse(json, { error: misfit });
  if (result.success) return result.data;
  const { issues } = result.error;
  const told = issues
    .slice(0, 3)
    .map(({ path, message }) => `${shown(path.join('.') || 'manifest')}: ${shown(message)}`);
  throw broken([...told, ...(issues.length > 3 ? [`and ${issues.length - 3} more`] : [])].join('; '));
}

/** @throws SC-USE-003 for what no reader would take: a host name with control characters, a time that is none. */
export function checkManifest(manifest: BundleManifest): BundleManifest {
  const result = manifestSchema.safeParse(manifest);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new ScanclashError('SC-USE-003', `no bundle can hold ${shown(issue?.path.join('.') ?? '')}: ${issue?.message}`);
}

export function writeManifest(manifest: BundleManifest): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(manifest, undefined, 2)}\n`);
}
