import { type Fact, type Origin, unreadable } from '../facts/fact.ts';
import { type HostAnswer, type HostRequest, type QuestionId, requestKey } from '../transport/request.ts';
import { decodeConsole, decodeFileText } from '../windows/console-encoding.ts';
import type { Reading } from '../windows/registry-reader.ts';
import { ExportedRegistry } from './exported-registry.ts';

/** No blanks, nothing that plays with a terminal: a host may say anything. */
const HOST_NAME = /^[^\s\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]{1,63}$/;

/** Bytes of a file, and what wmic prints: UTF-16 where its output is a file, else text of the console. */
const TEXT_OF_ANY_ENCODING: ReadonlySet<QuestionId> = new Set(['file-text', 'file-version']);

/** Everything that one host has answered so far. Collectors read it; it never asks. */
export class HostEvidence {
  /** What the host calls itself; as its transport calls it, where it was not asked. */
  readonly host: string;
  readonly answers: readonly HostAnswer[];
  readonly #byRequest: ReadonlyMap<string, HostAnswer>;
  #registry: ExportedRegistry | undefined;

  constructor(host: string, answers: readonly HostAnswer[]) {
    this.answers = answers;
    this.#byRequest = new Map(answers.map((answer) => [requestKey(answer.request), answer]));
    const told = this.text({ id: 'host-name' });
    this.host = (told.kind === 'known' && HOST_NAME.exec(told.value.trim())?.[0]) || host;
  }

  get registry(): ExportedRegistry {
    this.#registry ??= new ExportedRegistry(this.answers, (answer) => consoleText(answer));
    return this.#registry;
  }

  answer(request: HostRequest): HostAnswer | undefined {
    return this.#byRequest.get(requestKey(request));
  }

  /** The console text of an answer that succeeded; unreadable with the reason otherwise. */
  text(request: HostRequest): Reading<string> {
    const answer = this.answer(request);
    if (answer === undefined) return { kind: 'unreadable', reason: 'not asked' };
    if (answer.kind === 'failed') return { kind: 'unreadable', reason: answer.reason };
    if (answer.exitCode !== 0) return { kind: 'unreadable', reason: failureOf(answer) };
    return { kind: 'known', value: consoleText(answer) };
  }

  /** A fact made of the console text of an answer; unreadable where there is no such answer. */
  fact(request: HostRequest, make: (text: string, origin: Origin) => Fact): Fact {
    const reading = this.text(request);
    if (reading.kind === 'known') return make(reading.value, { kind: 'question', question: request });
    return unreadable(reading.kind === 'unreadable' ? reading.reason : 'no answer', request);
  }
}

/** The console tells in the language of the host why it has not shown a file. */
function failureOf({ request, exitCode }: HostAnswer & { readonly kind: 'answered' }): string {
  const code = `exit code ${exitCode}`;
  return request.id === 'file-text' ? `the file is not there, or could not be read: ${code}` : code;
}

function consoleText(answer: HostAnswer): string {
  if (answer.kind === 'failed') return '';
  return TEXT_OF_ANY_ENCODING.has(answer.request.id)
    ? decodeFileText(answer.stdout, answer.codePage)
    : decodeConsole(answer.stdout, answer.codePage);
}
