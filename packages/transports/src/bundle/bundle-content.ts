import { foldName, type HostAnswer, ScanclashError } from '@scanclash/core';
import { type RedactedAnswer, type Redaction, redactAnswer } from '../redaction/redact-answer.ts';
import { MANIFEST } from './bundle-layout.ts';
import { BUNDLE_LIMITS } from './bundle-limits.ts';
import {
  BUNDLE_SCHEMA,
  type BundleManifest,
  checkManifest,
  type RecordedFile,
  type RecordedQuestion,
  writeManifest,
} from './bundle-manifest.ts';
import { hashOf } from './collected-hosts.ts';
import { hostFolders } from './entry-name.ts';
import { questionKey } from './recorded-host.ts';

/** What a collection brought home. */
export interface Collection {
  readonly collector: { readonly name: string; readonly version: string };
  /** ISO 8601 with a zone, by the clock of whoever collected; undefined where nobody can tell. */
  readonly collectedAt: string | undefined;
  /** False where it was broken off before every question was put. */
  readonly complete: boolean;
  readonly hosts: readonly { readonly name: string; readonly answers: readonly HostAnswer[] }[];
  /** Names of registry values, in any case, that products are known to keep secrets in. */
  readonly secretNames?: readonly string[];
}

/** The files of a bundle by path, sorted; the manifest is one of them. */
export interface BundleContent {
  readonly manifest: BundleManifest;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/**
 * Puts answers into the form of a bundle. Secrets are taken out here, so that no form of it ever holds them; each is
 * recorded. Of a question that was asked twice the later answer counts.
 *
 * @throws SC-USE-002 without hosts, SC-USE-003 for a host that is there twice, for what no manifest can hold, and above
 *   the limits that readers have.
 */
export function bundleContent(collection: Collection): BundleContent {
  const { collector, collectedAt, complete, hosts } = collection;
  if (hosts.length === 0) throw new ScanclashError('SC-USE-002', 'there is no host to make a bundle of');
  const names = new Set<string>();
  for (const { name } of hosts) {
    if (names.has(foldName(name))) throw new ScanclashError('SC-USE-003', `the host ${name} is there twice`);
    names.add(foldName(name));
  }
  const secretNames = new Set((collection.secretNames ?? []).map((name) => foldName(name)));
  const folders = hostFolders(hosts.map(({ name }) => name));
  const files = new Map<string, Uint8Array>();
  const redactions: BundleManifest['redactions'] = [];
  const recorded = hosts.map(({ name, answers }) => {
    const folder = `hosts/${folders.get(name) ?? ''}`;
    const questions = latest(answers, secretNames).map(({ answer, redactions: own }, i): RecordedQuestion => {
      const stem = `${folder}/${String(i + 1).padStart(3, '0')}-${answer.request.id}`;
      const question = recordedQuestion(answer, stem, files);
      const kept = question.kind === 'answered' ? own : own.filter(({ kind }) => kind === 'text');
      redactions.push(...kept.map((redaction) => recordOf(redaction, stem, name, i + 1)));
      return question;
    });
    return { name, questions };
  });
  const manifest = checkManifest({
    schema: BUNDLE_SCHEMA,
    collector: { name: collector.name, version: collector.version },
    ...(collectedAt === undefined ? {} : { collectedAt }),
    complete,
    hosts: recorded,
    redactions,
  });
  files.set(MANIFEST, writeManifest(manifest));
  const bytes = [...files.values()].reduce((sum, file) => sum + file.length, 0);
  if (bytes > BUNDLE_LIMITS.totalBytes || files.size > BUNDLE_LIMITS.entries) {
    throw new ScanclashError('SC-USE-003', `${files.size} files of ${bytes} bytes are more than a bundle takes`, {
      hint: 'Collect fewer hosts into one bundle.',
    });
  }
  return { manifest, files: new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1))) };
}

const EXTENSION = { stdout: 'stdout', stderr: 'stderr', file: 'reg' } as const;

function recordedQuestion(answer: HostAnswer, stem: string, files: Map<string, Uint8Array>): RecordedQuestion {
  const { request } = answer;
  if (answer.kind === 'failed') return { kind: 'failed', request, reason: oneLine(answer.reason) };
  const { exitCode, codePage, stdout, stderr, file } = answer;
  const largest = Math.max(stdout.length, stderr.length, file?.length ?? 0);
  if (largest > BUNDLE_LIMITS.entryBytes) {
    return { kind: 'failed', request, reason: `the answer has ${largest} bytes, more than a bundle takes` };
  }
  const store = (part: keyof typeof EXTENSION, bytes: Uint8Array): Partial<Record<typeof part, RecordedFile>> => {
    const path = `${stem}.${EXTENSION[part]}`;
    files.set(path, bytes);
    return { [part]: { path, size: bytes.length, sha256: hashOf(bytes) } };
  };
  return {
    kind: 'answered',
    request,
    exitCode,
    codePage,
    ...(stdout.length === 0 ? {} : store('stdout', stdout)),
    ...(stderr.length === 0 ? {} : store('stderr', stderr)),
    ...(file === undefined ? {} : store('file', file)),
  };
}

function recordOf(
  redaction: Redaction,
  stem: string,
  host: string,
  question: number,
): BundleManifest['redactions'][number] {
  switch (redaction.kind) {
    case 'registry-value': {
      const { kind, part, key, value, why } = redaction;
      return { kind, file: `${stem}.${EXTENSION[part]}`, key, value, why };
    }
    case 'span': {
      const { kind, part, offset, length, why } = redaction;
      return { kind, file: `${stem}.${EXTENSION[part]}`, offset, length, why };
    }
    case 'text':
      return { ...redaction, file: MANIFEST, host, question };
  }
}

/** Each question once, where it was first asked, with its last answer; told apart by what is left of it. */
function latest(answers: readonly HostAnswer[], secretNames: ReadonlySet<string>): readonly RedactedAnswer[] {
  const byKey = new Map<string, RedactedAnswer>();
  for (const answer of answers) {
    const redacted = redactAnswer(answer, secretNames);
    byKey.set(questionKey(redacted.answer.request), redacted);
  }
  return [...byKey.values()];
}

/** A reason may quote what a host said. */
function oneLine(reason: string): string {
  const plain = reason.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]+/g, ' ').trim();
  return plain === '' ? 'no reason was given' : plain.slice(0, 4096);
}
