import type { HostAnswer, HostRequest } from '@scanclash/core';
import { type RedactedSpan, redactBytes } from './redact-bytes.ts';
import { type RedactedValue, redactRegFile } from './redact-reg-file.ts';
import { redactText } from './secret-text.ts';

/** A secret that was taken out of an answer, and where; never the secret. */
export type Redaction =
  | ({ readonly kind: 'registry-value'; readonly part: 'file' } & RedactedValue)
  | ({ readonly kind: 'span'; readonly part: 'stdout' | 'stderr' } & RedactedSpan)
  | { readonly kind: 'text'; readonly part: 'request' | 'reason'; readonly why: string };

export interface RedactedAnswer {
  readonly answer: HostAnswer;
  readonly redactions: readonly Redaction[];
}

/**
 * An answer without secrets, before it is written anywhere. An export whose secrets cannot be removed becomes an answer
 * that failed.
 *
 * @param secretNames - Further names of registry values, folded, that hold secrets.
 */
export function redactAnswer(answer: HostAnswer, secretNames: ReadonlySet<string> = new Set()): RedactedAnswer {
  const redactions: Redaction[] = [];
  const text = (part: 'request' | 'reason', from: string): string => {
    const { text: redacted, secrets } = redactText(from);
    for (const { why } of secrets) redactions.push({ kind: 'text', part, why });
    return redacted;
  };
  const request = Object.fromEntries(
    Object.entries(answer.request).map(([name, value]) => [name, name === 'id' ? value : text('request', value)]),
  ) as unknown as HostRequest;
  const failed = (reason: string): RedactedAnswer => ({ answer: { kind: 'failed', request, reason }, redactions });
  if (answer.kind === 'failed') return failed(text('reason', answer.reason));

  const output = (part: 'stdout' | 'stderr'): Uint8Array => {
    const { bytes, spans } = redactBytes(answer[part]);
    for (const span of spans) redactions.push({ kind: 'span', part, ...span });
    return bytes;
  };
  const { file } = answer;
  if (file === undefined) {
    return { answer: { ...answer, request, stdout: output('stdout'), stderr: output('stderr') }, redactions };
  }
  const redacted = redactRegFile(file, secretNames);
  if (!redacted.ok) return failed(redacted.reason);
  for (const value of redacted.values) redactions.push({ kind: 'registry-value', part: 'file', ...value });
  const parts = { stdout: output('stdout'), stderr: output('stderr'), file: redacted.bytes };
  return { answer: { ...answer, request, ...parts }, redactions };
}
