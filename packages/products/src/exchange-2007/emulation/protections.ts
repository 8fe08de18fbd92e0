import {
  deliverSmtp,
  malwareBytes,
  malwareIn,
  type Protection,
  SECOND,
  type SimulatedHost,
  writeMessage,
} from '@scanclash/simulator';
import type { StoredAttachment } from './ese/log-content.ts';
import { type ExchangeHost, exchangeOn } from './exchange-host.ts';

const MAILER = 'C:\\Mail\\mta.exe';
const SENDER = 'stranger@example.net';
/** How often it is looked whether the message has come: mail may wait for a server that has just moved. */
const LOOKS = 14;
const BETWEEN = 30 * SECOND;

interface Attached {
  readonly name: string;
  readonly content: Uint8Array;
}

/** Checks of whatever scans mail in the store or on its way there. Exchange itself does nothing against viruses. */
export const exchangeProtections: Readonly<Record<string, Protection>> = {
  'catches-test-virus': arrivesWithout(
    'A virus that comes by mail is taken from its message, which arrives',
    () => ({ name: 'invoice.doc', content: malwareBytes({ kind: 'virus', name: 'Sample', sinceDat: 4000 }) }),
    ({ content }) => malwareIn(Uint8Array.from(content, (character) => character.charCodeAt(0))) !== undefined,
  ),
  'blocks-programs': arrivesWithout(
    'A program that comes by mail is taken from its message, which arrives',
    () => ({ name: 'setup.exe', content: new TextEncoder().encode('MZ') }),
    ({ name }) => name === 'setup.exe',
  ),
};

/** Sends a message with an attachment to a mailbox, and looks there after a while whether it came, and with what. */
function arrivesWithout(
  title: string,
  attachment: () => Attached,
  isIt: (attachment: StoredAttachment) => boolean,
): Protection {
  return {
    title,
    within: (LOOKS + 2) * BETWEEN,
    run: (host, report) => {
      const exchange = exchangeOn(host);
      const [hub] = exchange.organisation.hubs;
      const group = exchange.server?.groups.find(({ kind }) => kind === 'mailbox');
      const [mailbox] = group?.addresses ?? [];
      if (hub === undefined || mailbox === undefined) throw new Error('no mailbox to send to');
      const sent = attachment();
      const subject = `Test of the protection: ${sent.name}`;
      send(hub.host, hub.name, { mailbox, subject }, sent);
      const come = () => itemsIn(exchange, mailbox).filter((item) => item.subject === subject);
      const look = (left: number, hadCome: boolean): void =>
        void host.world.schedule(BETWEEN, 'look for what was sent', () => {
          const items = come();
          // What has just come may not have been scanned yet.
          if (!hadCome && left > 0) return look(left - 1, items.length > 0);
          report(items.length > 0 && !items.some(({ attachments }) => attachments.some(isIt)));
        });
      look(LOOKS, false);
    },
  };
}

/** What is in a mailbox, on whichever node its database is mounted. */
function itemsIn(exchange: ExchangeHost, mailbox: string) {
  const group = exchange.organisation.find(mailbox)?.group;
  if (group === undefined) return [];
  return (exchange.server?.nodes ?? []).flatMap(({ store }) =>
    store?.isMounted(group) === true ? [...(store.database(group)?.content.itemsOf(mailbox) ?? [])] : [],
  );
}

function send(
  from: SimulatedHost,
  target: string,
  { mailbox, subject }: { readonly mailbox: string; readonly subject: string },
  attachment: Attached,
): void {
  const recipients = [mailbox];
  const data = writeMessage({ sender: SENDER, recipients, subject, body: 'text', attachments: [attachment] });
  const transactions = [{ sender: SENDER, recipients, data }];
  deliverSmtp(from.tcp, { process: from.run(MAILER), target, port: 25, transactions }, () => {});
}
