import {
  decodeConsole,
  foldName,
  type HostAnswer,
  type HostRequest,
  isCodePage,
  type ScanclashError,
  withoutEnd,
} from '@scanclash/core';
import { bundleError, shown } from '../bundle/bundle-error.ts';
import type { CollectedHosts } from '../bundle/collected-hosts.ts';
import { questionKey, type RecordedHost } from '../bundle/recorded-host.ts';
import type { UnpackedBundle } from '../bundle/unpacked-bundle.ts';
import { scriptStart } from './script-clock.ts';
import { FOUND, INDEX_FILE, readScriptIndex, type ScriptAnswer } from './script-index.ts';

export interface ScriptHosts extends Omit<CollectedHosts, 'unused'> {
  /** Whether every script came to its end. */
  readonly complete: boolean;
}

/**
 * The hosts that collector scripts have read: one for each index. Nothing vouches for the files, as no manifest does;
 * what is missing is unread.
 *
 * @throws SC-BUN-002 where an index is none, or two are of one host.
 */
export function scriptHosts(unpacked: UnpackedBundle): ScriptHosts {
  const hosts = new Map<string, RecordedHost>();
  const warnings: ScanclashError[] = [];
  let complete = true;
  for (const path of unpacked.files.filter((file) => file.split('/').at(-1) === INDEX_FILE)) {
    const place = `${unpacked.path}/${path}`;
    const bytes = unpacked.read(path);
    const index = bytes instanceof Uint8Array ? readScriptIndex(bytes) : bytes;
    if ('failed' in index) throw bundleError('SC-BUN-002', place, index.failed, 'Run the collector script again.');
    const { collector, clock, answers, broken } = index;
    if (hosts.has(foldName(collector.host))) {
      const hint = 'Check the folders one by one.';
      throw bundleError('SC-BUN-002', place, `the host ${shown(collector.host)} is there twice`, hint);
    }
    warnings.push(
      ...broken.map((why) => bundleError('SC-BUN-004', place, why, 'What rests on it stays unknown. Collect again.')),
    );
    complete &&= index.complete;
    const folder = path.slice(0, -INDEX_FILE.length);
    hosts.set(foldName(collector.host), {
      name: collector.host,
      collectedAt: clock && scriptStart(clock),
      ...answersIn({ unpacked, folder, codePage: collector.codePage }, answers),
    });
  }
  return { hosts: [...hosts.values()], warnings, complete };
}

interface Answers {
  readonly unpacked: UnpackedBundle;
  /** Where the files of the host are: empty, or ends in a slash. */
  readonly folder: string;
  readonly codePage: number;
}

function answersIn(of: Answers, answers: readonly ScriptAnswer[]): Pick<RecordedHost, 'requests' | 'answerTo'> {
  const asked = answers.map((answer) => ({ answer, request: requestOf(of, answer) }));
  const byKey = new Map(asked.map((one) => [questionKey(one.request), one.answer]));
  return {
    requests: asked.map(({ request }) => request),
    answerTo: (request) => {
      const answer = byKey.get(questionKey(request));
      return answer && answerOf(of, answer, request);
    },
  };
}

/** The question as it was put: with the text that the host had named. */
function requestOf(of: Answers, { request, found: number }: ScriptAnswer): HostRequest {
  if (number === undefined) return request;
  const bytes = read(of, `${number}.found`) ?? new Uint8Array();
  const text = isCodePage(of.codePage) ? decodeConsole(bytes, of.codePage) : '';
  const found = withoutEnd(/^found=([^\r\n]*)/im.exec(text)?.[1] ?? FOUND);
  return Object.fromEntries(
    Object.entries(request).map(([name, value]) => [
      name,
      name === 'id' ? value : value.replaceAll(FOUND, () => found),
    ]),
  ) as unknown as HostRequest;
}

function answerOf(of: Answers, { n, exitCode }: ScriptAnswer, request: HostRequest): HostAnswer {
  const failed = (reason: string): HostAnswer => ({ kind: 'failed', request, reason });
  const { codePage } = of;
  if (exitCode === 'too large') return failed('the answer was more than a bundle takes, and was not kept');
  if (!isCodePage(codePage)) return failed(`code page ${codePage} is not known here`);
  const [stdout, stderr] = [read(of, `${n}.stdout`), read(of, `${n}.stderr`)];
  if (stdout === undefined || stderr === undefined) return failed(`the files of answer ${n} are missing or damaged`);
  const file = request.id === 'registry-export' ? read(of, `${n}.reg`) : undefined;
  const answer = { kind: 'answered', request, exitCode, stdout, stderr, codePage } as const;
  return file === undefined ? answer : { ...answer, file };
}

function read({ unpacked, folder }: Answers, name: string): Uint8Array | undefined {
  const content = unpacked.read(`${folder}${name}`);
  return content instanceof Uint8Array ? content : undefined;
}
