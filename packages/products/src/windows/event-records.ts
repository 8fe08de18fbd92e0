import {
  type EventRow,
  type Fact,
  factOf,
  type HostEvidence,
  type HostRequest,
  parseEventCsv,
  parseEventXml,
  unreadable,
} from '@scanclash/core';
import { z } from 'zod';

export const WINDOWS_VERSION: HostRequest = { id: 'windows-version' };

/** Which records of an event log. */
export interface EventChoice {
  readonly log: 'System' | 'Application';
  /** Their id. */
  readonly event: number;
  /** Which of them: ids are only unique within a source, and many speak of one of many services. */
  readonly isMeant: (row: EventRow) => boolean;
}

export const eventRecordSchema = z.object({
  at: z.string().describe('As the host shows it, or UTC.'),
  source: z.string(),
  id: z.int(),
  text: z.string().describe('In the language of the host.'),
});

const VISTA = 6;

/** The question for records of a log, by the program that this version of Windows has; none where the version was not read. */
export function eventQuestion(evidence: HostEvidence, { log, event }: EventChoice): HostRequest | undefined {
  const text = evidence.text(WINDOWS_VERSION);
  const major = text.kind === 'known' ? /\b(\d+)\.\d+\.\d+/.exec(text.value)?.[1] : undefined;
  if (major === undefined) return undefined;
  return { id: Number(major) >= VISTA ? 'events' : 'events-before-vista', log, event: String(event) };
}

export const eventQuestions = (evidence: HostEvidence, choices: readonly EventChoice[]): HostRequest[] =>
  choices.flatMap((choice) => eventQuestion(evidence, choice) ?? []);

/** The newest records that were chosen, newest first within an id; unreadable where one of the questions was not answered. */
export function eventRecords(evidence: HostEvidence, choices: readonly EventChoice[]): Fact {
  const records: EventRow[] = [];
  let asked = WINDOWS_VERSION;
  for (const choice of choices) {
    const question = eventQuestion(evidence, choice);
    if (question === undefined) return unreadable('the version of Windows was not read', WINDOWS_VERSION);
    asked = question;
    const text = evidence.text(question);
    if (text.kind !== 'known') return unreadable(text.kind === 'unreadable' ? text.reason : 'no answer', question);
    const rows = question.id === 'events' ? parseEventXml(text.value) : parseEventCsv(text.value);
    if (rows.kind !== 'known') return unreadable(rows.kind === 'unreadable' ? rows.reason : 'no answer', question);
    records.push(...rows.value.filter(choice.isMeant));
  }
  const shown = records.map(({ at, source, id, text }) => ({ at, source, id, text }));
  return factOf(shown, { kind: 'question', question: asked });
}
