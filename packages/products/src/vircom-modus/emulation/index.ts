import { joinPath } from '@scanclash/core';
import {
  attachmentsOf,
  definitionsStayYoung,
  type Emulation,
  malwareIn,
  type SimulatedHost,
  stimulus,
} from '@scanclash/simulator';
import { z } from 'zod';
import { vircomModus } from '../product.ts';
import { MODUS_SERVICES } from '../services.ts';
import { ownDatVersion, ownEngine } from '../settings.ts';
import { catchesVirusByMail } from './catches-virus-by-mail.ts';
import { DEFINITIONS } from './engine-update.ts';
import { installModus } from './install.ts';
import type { ModusHost } from './modus-host.ts';
import { readModusLogs } from './modus-log.ts';
import { releaseQuarantine } from './quarantine.ts';
import { idOf } from './spool.ts';

const modusOf = (host: SimulatedHost) => host.part<ModusHost>('vircom-modus');
const count = z.int();

/** Counts the files of a pattern below a folder, domain folders included. */
const messages = (host: SimulatedHost, folder: string) => modusOf(host).list(folder, '*.MSG').length;

/** Messages of a stage without an envelope: nobody will ever pick them up. */
function orphans(host: SimulatedHost): number {
  const modus = modusOf(host);
  return [modus.spool.invirus, modus.spool.incoming].reduce((sum, folder) => {
    const envelopes = new Set(modus.list(folder, '*.RCP').map(idOf));
    return sum + modus.list(folder, '*.MSG').filter((file) => !envelopes.has(idOf(file))).length;
  }, 0);
}

function mailboxFiles(host: SimulatedHost): string[] {
  const modus = modusOf(host);
  return modus
    .list(modus.mailboxes, '*')
    .filter((mailbox) => !mailbox.startsWith('@'))
    .flatMap((mailbox) =>
      modus.list(joinPath(modus.mailboxes, mailbox), '*.MSG').map((file) => joinPath(modus.mailboxes, mailbox, file)),
    );
}

function isInfected(host: SimulatedHost, file: string): boolean {
  const content = host.files.peek(file);
  return content.ok && attachmentsOf(content.bytes).some((attachment) => malwareIn(attachment.content) !== undefined);
}

/** How Vircom Modus behaves on a simulated host. */
export const vircomModusEmulation: Emulation = {
  product: vircomModus,
  install: installModus,
  stimuli: {
    release: stimulus(
      'An administrator looks into the quarantine and releases what is in it',
      z.strictObject({}),
      (host) => {
        releaseQuarantine(modusOf(host));
      },
    ),
  },
  observables: {
    'queue.invirus': {
      title: 'Messages that wait to be scanned',
      schema: count,
      observe: (host) => messages(host, modusOf(host).spool.invirus),
    },
    'queue.incoming': {
      title: 'Scanned messages that wait to be routed',
      schema: count,
      observe: (host) => messages(host, modusOf(host).spool.incoming),
    },
    'queue.outbound': {
      title: 'Messages that wait to be sent to other servers',
      schema: count,
      observe: (host) => messages(host, modusOf(host).spool.holding),
    },
    orphans: { title: 'Messages without an envelope', schema: count, observe: orphans },
    accepted: {
      title: 'Messages accepted from clients since the start',
      schema: count,
      observe: (host) => modusOf(host).accepted,
    },
    'delivered.local': { title: 'Messages in mailboxes', schema: count, observe: (host) => mailboxFiles(host).length },
    quarantined: {
      title: 'Messages in quarantine',
      schema: count,
      observe: (host) => messages(host, modusOf(host).quarantine),
    },
    'engine.datVersion': {
      title: 'Definitions that the built-in scanner works with',
      schema: count,
      observe: (host) => modusOf(host).settings.get(ownDatVersion),
    },
    'delivered.infected': {
      title: 'Messages in mailboxes whose attachment is infected',
      schema: count,
      observe: (host) => mailboxFiles(host).filter((file) => isInfected(host, file)).length,
    },
    'database.connected': {
      title: 'Modus can use its database',
      schema: z.boolean(),
      observe: (host) => modusOf(host).mayProcess,
    },
    log: {
      title: 'Lines of all Modus logs',
      schema: z.array(z.object({ service: z.string(), level: z.string(), code: z.string(), text: z.string() })),
      observe: (host) => readModusLogs(host, modusOf(host).context.root, Object.keys(MODUS_SERVICES)) as never,
    },
  },
  protections: {
    'catches-virus-by-mail': catchesVirusByMail,
    'definitions-stay-young': definitionsStayYoung((host) => {
      const { settings } = modusOf(host);
      const engine = settings.get(ownEngine);
      return engine === 'none' ? undefined : { name: DEFINITIONS[engine], version: settings.get(ownDatVersion) };
    }),
  },
};
