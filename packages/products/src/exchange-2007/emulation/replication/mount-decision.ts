import type { Microseconds } from '@scanclash/simulator';
import {
  autoDatabaseMountDial,
  forcedDatabaseMountAfter,
  MOUNT_DIAL,
  otherPublicFolderDatabases,
} from '../../settings.ts';
import type { ExchangeHost } from '../exchange-host.ts';
import type { MailboxServer } from '../organisation.ts';
import type { StorageGroup } from '../storage-group.ts';

/** `forced`: allowed because it was refused for too long. */
export type Verdict = 'allowed' | 'forced' | 'refused';

const HOUR: Microseconds = 3_600_000_000;

/**
 * Whether a database may be mounted without some of its logs.
 * @param refusedSince - When it was refused first, undefined where it was not.
 * @source MOUNT-DIAL (logs by the word of the dial; the force timer), PF-ON-CCR (public folders).
 */
export function judgeMount(
  exchange: ExchangeHost,
  server: MailboxServer,
  group: StorageGroup,
  missing: number,
  refusedSince: Microseconds | undefined,
): Verdict {
  if (missing === 0) return 'allowed';
  const settings = exchange.serverSettings;
  const ours = server.groups.filter(({ kind }) => kind === 'public-folder').length;
  const needsAll =
    group.kind === 'public-folder' &&
    exchange.isOn('public-folders-need-every-log') &&
    ours + settings.get(otherPublicFolderDatabases) > 1;
  if (!needsAll && exchange.isOn('lossy-mount') && missing <= MOUNT_DIAL[settings.get(autoDatabaseMountDial)]) {
    return 'allowed';
  }
  const hours = settings.get(forcedDatabaseMountAfter);
  if (needsAll || hours === 0 || refusedSince === undefined) return 'refused';
  return exchange.host.world.now - refusedSince >= hours * HOUR ? 'forced' : 'refused';
}
