import { type CheckReport, ScanclashError } from '@scanclash/core';
import type { SmtpOutcome } from '@scanclash/transports';

const TIMEOUT_MS = 5_000;

/** Asks SMTP servers from here, one after the other, and tells what that says and what it does not. @throws SC-USE-003 */
export async function smtpNotes(words: readonly string[]): Promise<CheckReport['warnings']> {
  const servers = words.map(readServer);
  const notes: CheckReport['warnings'] = [];
  if (servers.length === 0) return notes;
  const { probeSmtp } = await import('@scanclash/transports');
  for (const { host, port } of servers) {
    const outcome = await probeSmtp(host, port, TIMEOUT_MS);
    notes.push({ code: null, problem: `SMTP from here to ${host}:${port}: ${describe(outcome)}` });
  }
  return notes;
}

function readServer(word: string): { readonly host: string; readonly port: number } {
  const [, host = '', port = '25'] = /^([^\s:]+)(?::(\d{1,5}))?$/.exec(word) ?? [];
  if (host !== '' && Number(port) > 0 && Number(port) < 65_536) return { host, port: Number(port) };
  throw new ScanclashError('SC-USE-003', `--smtp ${word}: this is no server`, { hint: 'Write --smtp HOST[:PORT].' });
}

/** The connection first: only one that came about can say anything of the server. */
function describe(outcome: SmtpOutcome): string {
  switch (outcome.kind) {
    case 'open':
      return `connected, and greeted with "${outcome.greeting}". Whatever stops mail there, it is not the port from here.`;
    case 'unwelcome':
      return `connected, and then: ${outcome.said}. The port is open; the server itself does not want to, or is stuck.`;
    case 'refused':
      return 'refused: nobody listens there, or a firewall says so. No setting of an anti-virus on the host has been shown by that.';
    case 'dropped':
      return `no answer within ${TIMEOUT_MS / 1_000} s: packets are dropped on the way, or the host is down.`;
    case 'failed':
      return `not tried: ${outcome.reason}.`;
  }
}
