/** An attachment as a database keeps it; only the beginning of it, which is enough for a scanner. */
export interface StoredAttachment {
  readonly name: string;
  /** One character for each byte. */
  readonly content: string;
}

/** A change of a database, as a log holds it: an item that came into a mailbox, or what a scanner made of it. */
export type LogRecord =
  | {
      readonly k: 'item';
      readonly mailbox: string;
      readonly id: string;
      readonly sender?: string;
      readonly subject: string;
      /** Bytes of the message: so much it counts in a log. */
      readonly size: number;
      readonly attachments?: readonly StoredAttachment[];
    }
  | { readonly k: 'scanned'; readonly mailbox: string; readonly id: string; readonly attachment: string | undefined };

/** The first line of a log. */
export interface LogHeader {
  readonly generation: number;
  /** Who created the log and when: logs of one generation that differ in it have grown apart. */
  readonly signature: string;
}

export interface LogContent {
  readonly header: LogHeader;
  readonly records: readonly LogRecord[];
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * Logs and databases hold one JSON object in a line.
 * @assumed A form of ours: nothing of the real one matters here but that content stands in it in the clear.
 */
export const lineOf = (value: object): Uint8Array => encoder.encode(`${JSON.stringify(value)}\n`);

export const linesOf = (values: readonly object[]): Uint8Array =>
  encoder.encode(values.map((value) => `${JSON.stringify(value)}\n`).join(''));

export function valuesIn(bytes: Uint8Array): unknown[] {
  const values: unknown[] = [];
  for (const line of decoder.decode(bytes).split('\n')) if (line !== '') values.push(JSON.parse(line));
  return values;
}

/** What a log holds; undefined where it is none, or was cut in the middle of a record. */
export function readLog(bytes: Uint8Array): LogContent | undefined {
  try {
    const [header, ...records] = valuesIn(bytes);
    const { generation } = (header ?? {}) as Partial<LogHeader>;
    return generation === undefined ? undefined : { header: header as LogHeader, records: records as LogRecord[] };
  } catch {
    return undefined;
  }
}
