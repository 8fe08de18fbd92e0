import { attachmentsOf, type SmtpTransaction } from '@scanclash/simulator';
import type { StoredAttachment } from '../ese/log-content.ts';
import type { Delivery } from '../running-services.ts';

/** So much of an attachment is kept as content: enough for a scanner to find what is in it. */
const KEPT = 4096;

/** One message for one mailbox of the organisation. */
export interface Mail extends Delivery {
  /** Kept mail that is delivered once more. */
  readonly isRepeated: boolean;
}

const latin1 = new TextDecoder('latin1');

/** What a mailbox keeps of a message. */
export function contentOf({
  sender,
  data,
}: SmtpTransaction): Pick<Delivery, 'sender' | 'subject' | 'size' | 'attachments'> {
  const head = latin1.decode(data.subarray(0, 1000));
  const subject = /^Subject: (.*)$/m.exec(head)?.[1]?.trimEnd() ?? '';
  const hasParts = /^Content-Type: multipart\//m.test(head);
  return { sender, subject, size: data.length, attachments: hasParts ? attachmentsOf(data).map(stored) : [] };
}

const stored = ({ name, content }: { readonly name: string; readonly content: Uint8Array }): StoredAttachment => ({
  name,
  content: latin1.decode(content.subarray(0, KEPT)),
});
