/** A part of a message that a person would call an attachment. */
export interface Attachment {
  readonly name: string;
  readonly content: Uint8Array;
}

export interface MessageToWrite {
  readonly sender: string;
  readonly recipients: readonly string[];
  readonly subject: string;
  readonly body: string;
  readonly attachments?: readonly Attachment[];
}

const BOUNDARY = '----=_scanclash';
const ascii = (text: string) => new TextEncoder().encode(text);

/** An Internet message; attachments are base64 parts, so that a scanner sees through them only if it decodes MIME. */
export function writeMessage(message: MessageToWrite): Uint8Array {
  const attachments = message.attachments ?? [];
  const head = [
    `From: <${message.sender}>`,
    `To: ${message.recipients.map((to) => `<${to}>`).join(', ')}`,
    `Subject: ${message.subject}`,
  ];
  if (attachments.length === 0) return ascii([...head, '', message.body, ''].join('\r\n'));
  const parts = attachments.flatMap(({ name, content }) => [
    `--${BOUNDARY}`,
    `Content-Type: application/octet-stream; name="${name}"`,
    'Content-Transfer-Encoding: base64',
    `Content-Disposition: attachment; filename="${name}"`,
    '',
    ...(Buffer.from(content)
      .toString('base64')
      .match(/.{1,76}/g) ?? []),
  ]);
  const type = `Content-Type: multipart/mixed; boundary="${BOUNDARY}"`;
  return ascii(
    [...head, 'MIME-Version: 1.0', type, '', `--${BOUNDARY}`, '', message.body, ...parts, `--${BOUNDARY}--`, ''].join(
      '\r\n',
    ),
  );
}

/** The attachments of a message, decoded: what a mail scanner writes into its unpacking folder. */
export function attachmentsOf(message: Uint8Array): Attachment[] {
  const text = new TextDecoder('latin1').decode(message);
  const boundary = /boundary="([^"]+)"/.exec(text)?.[1];
  if (boundary === undefined) return [];
  return text.split(`--${boundary}`).flatMap((part) => {
    const name = /filename="([^"]+)"/.exec(part)?.[1];
    const content = /\r\n\r\n([\s\S]*)$/.exec(part)?.[1];
    return name === undefined || content === undefined ? [] : [{ name, content: Buffer.from(content, 'base64') }];
  });
}
