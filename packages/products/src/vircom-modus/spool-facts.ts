import {
  absent,
  type Fact,
  foldName,
  type HostEvidence,
  type HostRequest,
  known,
  list,
  type Origin,
  parseDirBare,
  record,
  unreadable,
} from '@scanclash/core';
import { z } from 'zod';

const STAGES = ['invirus', 'incoming', 'holding'] as const;
type Stage = (typeof STAGES)[number];

/** Names of files that are shown at most: a backlog may have thousands. */
const SHOWN = 10;

const stageSchema = z.object({
  messages: z.int().describe('Files `.MSG`.'),
  envelopes: z.int().describe('Files `.RCP`; those of `Holding` lie below `Domains`.'),
  oldestMessage: z.string().describe('Name of the `.MSG` that was written first; absent where there is none.'),
  oldestEnvelope: z.string().describe('Likewise; unread where they lie in several folders, which are ordered apart.'),
  messagesAlone: z.int().describe('Files `.MSG` without their `.RCP`.'),
  envelopesAlone: z.int().describe('Files `.RCP` without their `.MSG`.'),
  alone: z.array(z.string()).describe(`Names of files without their other half, ${SHOWN} at most.`),
});

/** What lies in each stage of the spool. When a file was written is not read: `dir` tells it in the manner of its user. */
export const spoolFactSchemas = Object.fromEntries(
  STAGES.map((stage) => [`spool.${stage}`, stageSchema.describe(`What lies in the stage \`${stage}\` of the spool.`)]),
);

export const spoolQuestion = (folder: string): HostRequest => ({ id: 'folder-tree', folder });

/** @source KB947 (folders, pairs). `Domains` may lie beside `Holding` or in it (HOLE-domains-folder). */
export function spoolFacts(evidence: HostEvidence, folder: string): Readonly<Record<string, Fact>> {
  const question = spoolQuestion(folder);
  const text = evidence.text(question);
  const listed = text.kind === 'known' ? parseDirBare(text.value) : text;
  const whyNot =
    listed.kind === 'unreadable'
      ? listed.reason
      : listed.kind === 'known' && listed.value.unread.length > 0
        ? 'a name in it could not be read'
        : undefined;
  const places = listed.kind === 'known' && whyNot === undefined ? placesOf(listed.value.rows) : undefined;
  const origin: Origin = { kind: 'question', question };
  return Object.fromEntries(
    STAGES.map((stage) => [
      `spool.${stage}`,
      places === undefined ? unreadable(whyNot ?? 'no answer', question) : stageFact(filesOf(places, stage), origin),
    ]),
  );
}

/** The files of one kind in the order of writing, by folder. */
type Halves = readonly (readonly string[])[];

interface StageFiles {
  readonly messages: Halves;
  readonly envelopes: Halves;
}

interface Place {
  readonly messages: string[];
  readonly envelopes: string[];
}

/** The folders below the spool, by their names from there on, folded. */
type Places = ReadonlyMap<string, Place>;

/** @param paths - What is in a folder stands before what is in its folders, so that the first is in the spool itself. */
function placesOf(paths: readonly string[]): Places {
  const places = new Map<string, Place>();
  const start = (paths[0] ?? '').lastIndexOf('\\') + 1;
  let folder = '';
  let place: Place | undefined;
  for (const path of paths) {
    const cut = path.lastIndexOf('\\');
    const isMessage = MESSAGE.test(path);
    if (!isMessage && !ENVELOPE.test(path)) {
      places.set(foldName(path.slice(start)), { messages: [], envelopes: [] });
      continue;
    }
    if (path.slice(start, cut) !== folder) {
      folder = path.slice(start, cut);
      place = places.get(foldName(folder));
    }
    place?.[isMessage ? 'messages' : 'envelopes'].push(path.slice(cut + 1));
  }
  return places;
}

const MESSAGE = /\.msg$/i;
const ENVELOPE = /\.rcp$/i;
const DOMAINS = /^(?:HOLDING\\)?DOMAINS(?:\\|$)/;

/** Undefined where the stage has no folder. */
function filesOf(places: Places, stage: Stage): StageFiles | undefined {
  const place = places.get(foldName(stage));
  if (place === undefined) return undefined;
  const messages = [place.messages];
  if (stage !== 'holding') return { messages, envelopes: [place.envelopes] };
  return {
    messages,
    envelopes: [...places].flatMap(([name, { envelopes }]) => (DOMAINS.test(name) ? [envelopes] : [])),
  };
}

function stageFact(files: StageFiles | undefined, origin: Origin & { kind: 'question' }): Fact {
  if (files === undefined) return unreadable('the spool has no such folder', origin.question);
  const [messages, envelopes] = [files.messages.flat(), files.envelopes.flat()];
  const [messageIds, envelopeIds] = [new Set(messages.map(idOf)), new Set(envelopes.map(idOf))];
  const messagesAlone = messages.filter((name) => !envelopeIds.has(idOf(name)));
  const envelopesAlone = envelopes.filter((name) => !messageIds.has(idOf(name)));
  const alone = [...messagesAlone, ...envelopesAlone];
  return record({
    messages: known(messages.length, origin),
    envelopes: known(envelopes.length, origin),
    oldestMessage: oldest(files.messages, origin),
    oldestEnvelope: oldest(files.envelopes, origin),
    messagesAlone: known(messagesAlone.length, origin),
    envelopesAlone: known(envelopesAlone.length, origin),
    alone: list(
      alone.slice(0, SHOWN).map((name) => known(name, origin)),
      origin,
      alone.length <= SHOWN,
    ),
  });
}

function oldest(halves: Halves, origin: Origin & { kind: 'question' }): Fact {
  const [first, ...others] = halves.filter((names) => names.length > 0);
  if (first === undefined) return absent(origin);
  if (others.length > 0) return unreadable('they lie in several folders, which are ordered apart', origin.question);
  return known(first[0] as string, origin);
}

const idOf = (name: string): string => foldName(name.slice(0, name.lastIndexOf('.')));
