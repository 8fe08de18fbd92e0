import type { Program } from '@scanclash/simulator';
import type { ModusHost } from './modus-host.ts';
import { messageFile } from './spool.ts';

/** Reads every message that Modus remembers as blocked, as its administration does to show and release them. */
export function releaseQuarantine(modus: ModusHost): void {
  const administration = modus.administration as Program;
  for (const [id, why] of modus.quarantined) {
    administration.read(messageFile(modus.quarantine, id), (message) => {
      if (message.ok) modus.host.emit('modus/MODUSADM', 'modus.quarantine-read', id, { why });
      else modus.host.emit('modus/MODUSADM', 'modus.quarantine-missing', id, { why, error: message.error.code });
    });
  }
}
