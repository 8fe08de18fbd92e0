import {
  type Fact,
  type HostEvidence,
  type HostRequest,
  known,
  parseNetFile,
  parseNetSession,
  unreadable,
} from '@scanclash/core';
import { listedRows } from './listed-rows.ts';

export const SESSIONS: HostRequest = { id: 'smb-sessions' };
export const OPEN_FILES: HostRequest = { id: 'smb-open-files' };

/** Who has a session on this host, as `net session` tells: by name up to Windows Server 2003, later by address. */
export const sessions = (evidence: HostEvidence): Fact =>
  listedRows(evidence, SESSIONS, parseNetSession, ({ computer, user }, origin) => ({
    computer: known(computer, origin),
    user: known(user, origin),
  }));

/** Files that other computers hold open on this host, as `net file` tells. */
export const openFiles = (evidence: HostEvidence): Fact =>
  listedRows(evidence, OPEN_FILES, parseNetFile, ({ path, cut, user }, origin) => ({
    path: cut ? unreadable('it is too long for its column', OPEN_FILES) : known(path, origin),
    user: known(user, origin),
  }));
