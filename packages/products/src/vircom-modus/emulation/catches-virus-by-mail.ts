import { joinPath } from '@scanclash/core';
import { deliverSmtp, MINUTE, malwareBytes, type Protection, writeMessage } from '@scanclash/simulator';
import { localDomains } from '../settings.ts';
import type { ModusHost } from './modus-host.ts';

const SENDER = 'worm@example.net';

/** Two messages from outside, one clean, one infected: the first must arrive, the second must not. */
export const catchesVirusByMail: Protection = {
  title: 'A message with a virus does not reach a mailbox, a clean one does',
  within: 6 * MINUTE,
  run: (host, report, others) => {
    const modus = host.part<ModusHost>('vircom-modus');
    const domain = modus.settings.get(localDomains).split(' ')[0] ?? '';
    const outside = others.find((other) => other !== host && other.tcp.listeners().some(({ port }) => port === 25));
    if (outside === undefined) throw new Error('no other mail server in this world');
    const message = (mailbox: string, content: Uint8Array) => {
      const recipients = [`${mailbox}@${domain}`];
      const attachments = [{ name: 'invoice.exe', content }];
      return {
        sender: SENDER,
        recipients,
        data: writeMessage({ sender: SENDER, recipients, subject: 'Invoice', body: '', attachments }),
      };
    };
    const transactions = [
      message('protection-clean', new TextEncoder().encode('program')),
      message('protection-infected', malwareBytes({ kind: 'virus', name: 'Sample', sinceDat: 4000 })),
    ];
    deliverSmtp(
      outside.tcp,
      { process: outside.run('C:\\Mail\\worm.exe'), target: host.name, port: 25, transactions },
      () => {},
    );
    host.world.schedule(5 * MINUTE, 'look into the mailboxes', () => {
      const arrived = (mailbox: string) => modus.list(joinPath(modus.mailboxes, mailbox), '*.MSG').length > 0;
      report(arrived('protection-clean') && !arrived('protection-infected'));
    });
  },
};
