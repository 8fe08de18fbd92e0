import {
  deliverSmtp,
  malwareBytes,
  runCommand,
  type SimulatedHost,
  type Stimulus,
  stimulus,
  writeMessage,
} from '@scanclash/simulator';
import { z } from 'zod';
import { exchangeOn } from './exchange-host.ts';
import { openAttachments, openMailbox, submitMail } from './transport/client.ts';

const CONSOLE_FILE = 'C:\\Program Files\\Microsoft\\Exchange Server\\Bin\\exshell.psc1';
const MAILER = 'C:\\Mail\\mta.exe';

const mail = z.strictObject({
  to: z.string().describe('Mailbox.'),
  from: z.string().default('sender@example.net'),
  count: z.int().min(1).max(1_000_000).default(1),
  every: z.int().min(0).default(1_000_000).describe('Pause between two messages, µs.'),
  size: z.int().min(0).max(10_000_000).default(2_000).describe('Bytes of text.'),
  attach: z
    .strictObject({
      name: z.string().default('attachment.doc'),
      malware: z.enum(['none', 'virus', 'macro-virus', 'unknown-macro', 'unwanted-program']).default('none'),
      sinceDat: z.int().default(4000).describe('First definitions that know it.'),
    })
    .optional(),
});
type MailToSend = z.output<typeof mail>;

const logs = z.strictObject({
  to: z.string().describe('Mailbox.'),
  logs: z.int().min(1).max(1000).describe('Logs that are filled.'),
});

const address = z.strictObject({ address: z.string() });
const QUARTER = 262_144;

/** What a user of the console types; nobody reads the answer. */
const type = (host: SimulatedHost, line: string): void => runCommand(host, line, () => {});

/** Sends messages to the first Hub Transport server, one after the other. */
function send(host: SimulatedHost, wanted: MailToSend): void {
  const { organisation } = exchangeOn(host);
  const hub = organisation.hubs[0];
  if (hub === undefined) throw new Error('no Hub Transport server in this world');
  const process = host.run(MAILER);
  const { attach, from, to, size, count, every } = wanted;
  const content =
    attach === undefined || attach.malware === 'none'
      ? new TextEncoder().encode('document')
      : malwareBytes({ kind: attach.malware, name: 'Sample', sinceDat: attach.sinceDat });
  const attachments = attach === undefined ? [] : [{ name: attach.name, content }];
  const body = 'x'.repeat(size);
  const sendNext = (number: number): void => {
    const data = writeMessage({ sender: from, recipients: [to], subject: `Message ${number}`, body, attachments });
    const transactions = [{ sender: from, recipients: [to], data }];
    deliverSmtp(host.tcp, { process, target: hub.name, port: 25, transactions }, () => {});
    if (number < count) host.world.schedule(every, 'mail to send', () => sendNext(number + 1));
  };
  sendNext(1);
}

interface Look {
  /** Whether it waits for scans. */
  readonly patient: boolean;
  readonly attachments: boolean;
}

function visit(host: SimulatedHost, mailbox: string, { patient, attachments }: Look): void {
  const exchange = exchangeOn(host);
  openMailbox(host, exchange.organisation, { address: mailbox, patient }, (result) => {
    const { visits } = exchange;
    if (result.kind === 'read') {
      visits.opened += 1;
      visits.withheld += result.mailbox.waiting.length;
    } else visits.failed += 1;
    const event = host.emit('exchange/client', `exchange.mailbox-${result.kind}`, mailbox);
    if (result.kind !== 'read' || !attachments) return;
    host.world.because(event, () => openAttachments(host, result.mailbox.attachments));
  });
}

export const exchangeStimuli: Readonly<Record<string, Stimulus>> = {
  deliver: stimulus('Mail for a mailbox comes from outside', mail, send),
  'log-traffic': stimulus('Mail comes until so many logs are full', logs, (host, { to, logs: full }) =>
    send(host, { to, from: 'sender@example.net', count: full * 4, every: 100_000, size: QUARTER }),
  ),
  move: stimulus(
    'An administrator moves the clustered mailbox server to the other node',
    z.strictObject({ server: z.string(), to: z.string() }),
    (host, { server, to }) =>
      type(
        host,
        `powershell -PSConsoleFile "${CONSOLE_FILE}" -Command "Move-ClusteredMailboxServer -Identity ${server} -TargetMachine ${to} -MoveComment 'planned' -Confirm:$false"`,
      ),
  ),
  'end-store': stimulus('An administrator ends store.exe', z.strictObject({}), (host) =>
    type(host, 'taskkill /f /im store.exe'),
  ),
  'open-mailbox': stimulus(
    'A client on this host opens a mailbox',
    address.extend({ attachments: z.boolean().default(false).describe('And what is attached to its items.') }),
    (host, { address: mailbox, attachments }) => visit(host, mailbox, { patient: true, attachments }),
  ),
  submit: stimulus(
    'A client on this host sends a message from its mailbox',
    z.strictObject({ from: z.string().describe('Mailbox.'), to: z.string() }),
    (host, { from, to }) => {
      const data = writeMessage({ sender: from, recipients: [to], subject: 'Message', body: 'text' });
      submitMail(host, exchangeOn(host).organisation, { sender: from, recipients: [to], data }, (isTaken) => {
        host.emit('exchange/client', isTaken ? 'exchange.submitted' : 'exchange.not-submitted', from);
      });
    },
  ),
  'sync-device': stimulus('A mobile device looks for what is new', address, (host, { address: mailbox }) =>
    visit(host, mailbox, { patient: false, attachments: false }),
  ),
};
