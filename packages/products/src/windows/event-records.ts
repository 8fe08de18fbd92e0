import {
  type EventRow,
  type Fact,
  type FollowUp,
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
  /** As many at most are read of one that is written often. */
  readonly newest?: number;
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

type EventQuestion = HostRequest & { readonly id: 'events' | 'events-before-vista' };

/** Whether this is a Windows of before Vista and Server 2008; undefined where the version was not read. */
export function isBeforeVista(evidence: HostEvidence): boolean | undefined {
  const text = evidence.text(WINDOWS_VERSION);
  const major = text.kind === 'known' ? /\b(\d+)\.\d+\.\d+/.exec(text.value)?.[1] : undefined;
  return major === undefined ? undefined : Number(major) < VISTA;
}

/** By the program that this version of Windows has; undefined where the version was not read. */
function questionId(evidence: HostEvidence): EventQuestion['id'] | undefined {
  const old = isBeforeVista(evidence);
  return old === undefined ? undefined : old ? 'events-before-vista' : 'events';
}

/** Whatever is asked for, `wevtutil` shows the newest fifty. */
function eventQuestion(id: EventQuestion['id'], { log, event, newest }: EventChoice): EventQuestion {
  const question = { id, log, event: String(event) } as const;
  return newest === undefined || question.id === 'events' ? question : { ...question, newest: String(newest) };
}

/** The questions for the records of a log that a fact shows; `when` as that of any questions that follow. */
export const eventFollowUps = (
  fact: string,
  choices: readonly EventChoice[],
  when: (evidence: HostEvidence) => boolean = () => true,
): FollowUp[] =>
  (['events', 'events-before-vista'] as const).map((id) => ({
    ask: () => choices.map((choice) => eventQuestion(id, choice)),
    when: (evidence) => questionId(evidence) === id && when(evidence),
    serves: [fact],
  }));

/** The newest records that were chosen, newest first within an id; unreadable where one of the questions was not answered. */
export function eventRecords(evidence: HostEvidence, choices: readonly EventChoice[]): Fact {
  const records: EventRow[] = [];
  let asked = WINDOWS_VERSION;
  const id = questionId(evidence);
  if (id === undefined) return unreadable('the version of Windows was not read', WINDOWS_VERSION);
  for (const choice of choices) {
    const question = eventQuestion(id, choice);
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
