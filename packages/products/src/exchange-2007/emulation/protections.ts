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
const SUBJECT = 'Test of the protection';

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

/** Sends a message with an attachment to a mailbox, and looks there a little later whether it came, and with what. */
function arrivesWithout(
  title: string,
  attachment: () => Attached,
  isIt: (attachment: StoredAttachment) => boolean,
): Protection {
  return {
    title,
    within: 60 * SECOND,
    run: (host, report) => {
      const exchange = exchangeOn(host);
      const [hub] = exchange.organisation.hubs;
      const group = exchange.server?.groups.find(({ kind }) => kind === 'mailbox');
      const [mailbox] = group?.addresses ?? [];
      if (hub === undefined || group === undefined || mailbox === undefined) throw new Error('no mailbox to send to');
      const before = new Set(itemsIn(exchange, mailbox).map(({ id }) => id));
      send(hub.host, hub.name, mailbox, attachment());
      host.world.schedule(45 * SECOND, 'look for what was sent', () => {
        const come = itemsIn(exchange, mailbox).filter(({ id, subject }) => subject === SUBJECT && !before.has(id));
        report(come.length > 0 && !come.some(({ attachments }) => attachments.some(isIt)));
      });
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

function send(from: SimulatedHost, target: string, mailbox: string, attachment: Attached): void {
  const recipients = [mailbox];
  const data = writeMessage({ sender: SENDER, recipients, subject: SUBJECT, body: 'text', attachments: [attachment] });
  const transactions = [{ sender: SENDER, recipients, data }];
  deliverSmtp(from.tcp, { process: from.run(MAILER), target, port: 25, transactions }, () => {});
}
