import { createHash } from 'node:crypto';
import { foldName, type HostAnswer, type HostRequest, isCodePage, type ScanclashError } from '@scanclash/core';
import { bundleError, shown } from './bundle-error.ts';
import { MANIFEST } from './bundle-layout.ts';
import type { BundleManifest, RecordedFile, RecordedQuestion } from './bundle-manifest.ts';
import { unsafePath } from './entry-name.ts';
import { questionKey, type RecordedHost } from './recorded-host.ts';
import type { UnpackedBundle } from './unpacked-bundle.ts';

export interface CollectedHosts {
  readonly hosts: readonly RecordedHost[];
  /** SC-BUN-004 for each file that is missing or not what the manifest says. */
  readonly warnings: readonly ScanclashError[];
  /** Files that no question names. */
  readonly unused: readonly string[];
}

/**
 * The hosts of a manifest, each file compared with its hash.
 * @throws SC-BUN-002 for hosts or questions that are there twice, SC-BUN-003 for a file outside of `hosts/`.
 */
export function collectedHosts(manifest: BundleManifest, unpacked: UnpackedBundle, depth: number): CollectedHosts {
  const place = `${unpacked.path}/${MANIFEST}`;
  const names = new Set<string>();
  const damage = new Map<string, string>();
  const used = new Set([MANIFEST]);
  const hosts = manifest.hosts.map(({ name, questions }): RecordedHost => {
    if (names.has(foldName(name))) throw bundleError('SC-BUN-002', place, `the host ${name} is there twice`);
    names.add(foldName(name));
    for (const file of questions.flatMap(filesOf)) {
      const unsafe = file.path.startsWith('hosts/') ? unsafePath(file.path, depth) : 'is not below hosts/';
      if (unsafe !== undefined) throw bundleError('SC-BUN-003', place, `the file ${shown(file.path)} ${unsafe}`);
      used.add(file.path);
      const why = damageOf(file, unpacked);
      if (why !== undefined) damage.set(file.path, why);
    }
    return collectedHost(name, manifest.collectedAt, questions, place, unpacked, damage);
  });
  const warnings = Array.from(damage.values(), (why) =>
    bundleError('SC-BUN-004', unpacked.path, why, 'What rests on it stays unknown. Collect again.'),
  );
  return { hosts, warnings, unused: unpacked.files.filter((path) => !used.has(path)) };
}

function collectedHost(
  name: string,
  collectedAt: string | undefined,
  questions: readonly RecordedQuestion[],
  place: string,
  unpacked: UnpackedBundle,
  damage: ReadonlyMap<string, string>,
): RecordedHost {
  const byKey = new Map<string, RecordedQuestion>();
  for (const question of questions) {
    const key = questionKey(question.request);
    if (byKey.has(key)) throw bundleError('SC-BUN-002', place, `${name} is asked twice: ${shown(key)}`);
    byKey.set(key, question);
  }
  return {
    name,
    collectedAt,
    requests: questions.map(({ request }) => request),
    answerTo: (request) => {
      const question = byKey.get(questionKey(request));
      return question && answerOf(question, request, unpacked, damage);
    },
  };
}

function answerOf(
  question: RecordedQuestion,
  request: HostRequest,
  unpacked: UnpackedBundle,
  damage: ReadonlyMap<string, string>,
): HostAnswer {
  if (question.kind === 'failed') return { kind: 'failed', request, reason: question.reason };
  const { exitCode, codePage } = question;
  const damaged = filesOf(question).find(({ path }) => damage.has(path));
  if (damaged !== undefined) return { kind: 'failed', request, reason: damage.get(damaged.path) ?? '' };
  if (!isCodePage(codePage)) return { kind: 'failed', request, reason: `code page ${codePage} is not known here` };
  const bytesOf = (file: RecordedFile | undefined) => {
    const content = file === undefined ? new Uint8Array() : unpacked.read(file.path);
    return content instanceof Uint8Array ? content : new Uint8Array();
  };
  const answer = {
    kind: 'answered',
    request,
    exitCode,
    stdout: bytesOf(question.stdout),
    stderr: bytesOf(question.stderr),
    codePage,
  } as const;
  return question.file === undefined ? answer : { ...answer, file: bytesOf(question.file) };
}

function filesOf(question: RecordedQuestion): readonly RecordedFile[] {
  if (question.kind === 'failed') return [];
  return [question.stdout, question.stderr, question.file].filter((file) => file !== undefined);
}

function damageOf({ path, size, sha256 }: RecordedFile, unpacked: UnpackedBundle): string | undefined {
  const content = unpacked.read(path);
  if (!(content instanceof Uint8Array)) return content.failed;
  if (content.length !== size) return `${path} has ${content.length} bytes; the manifest says ${size}`;
  return hashOf(content) === sha256 ? undefined : `${path} does not match its hash in the manifest`;
}

/** SHA-256 in lower-case hexadecimal digits. */
export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
