import { DatabaseContent } from './database-content.ts';
import { type LogRecord, linesOf, valuesIn } from './log-content.ts';

/**
 * How far a database file is: all generations up to `generation` are in it, of that one the first `records`.
 * `dirty`: it was in use, so the logs behind that are needed. `copy`: logs are replayed into it on a passive node.
 */
export interface Checkpoint {
  readonly generation: number;
  readonly records: number;
  readonly state: 'clean' | 'dirty' | 'copy';
}

export const NEW_DATABASE: Checkpoint = { generation: 0, records: 0, state: 'copy' };

interface CheckpointLine extends Checkpoint {
  readonly k: 'checkpoint';
}

/** The bytes of a database: records in the order of their logs, and how far they go. */
export const databaseBytes = (records: readonly LogRecord[], checkpoint: Checkpoint): Uint8Array =>
  linesOf([...records, { k: 'checkpoint', ...checkpoint } satisfies CheckpointLine]);

/** What a database holds; undefined where it was damaged. */
export function readDatabase(bytes: Uint8Array): { content: DatabaseContent; checkpoint: Checkpoint } | undefined {
  const content = new DatabaseContent();
  let checkpoint: Checkpoint = NEW_DATABASE;
  try {
    for (const value of valuesIn(bytes) as (LogRecord | CheckpointLine)[]) {
      if (value.k === 'checkpoint') checkpoint = value;
      else content.apply(value);
    }
  } catch {
    return undefined;
  }
  return { content, checkpoint };
}
