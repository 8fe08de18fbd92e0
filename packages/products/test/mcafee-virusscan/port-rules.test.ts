import { SECOND, WINSOCK } from '@scanclash/simulator';
import { expect, test } from 'vitest';
import { guardedHost } from './guarded-host.ts';

const LOOPBACK = 'mcafee-virusscan/assume-loopback-blocked';
const ports = (list: string) => ({ 'portRules.massMailing.ports': list });

/** What a mailer of 8.0i gets that connects to a port of its own host, where nobody listens. */
function connecting(
  port: number,
  { settings = {}, behaviours = {} }: { settings?: Record<string, string>; behaviours?: Record<string, boolean> },
): number | undefined {
  const { host } = guardedHost({ version: '8.0i', ...settings }, { behaviours });
  let code: number | undefined;
  host.tcp.connect(host.run('C:\\mailer.exe'), '127.0.0.1', port, (result) => {
    code = result.ok ? 0 : result.error.code;
  });
  host.world.runUntil(host.world.now + 30 * SECOND);
  return code;
}

test.each([
  ['a port rule holds for loopback, as is assumed', 25, {}, WINSOCK.WSAEACCES],
  [
    'a port rule leaves loopback alone, as may be assumed',
    25,
    { behaviours: { [LOOPBACK]: false } },
    WINSOCK.WSAECONNREFUSED,
  ],
  ['a range of ports holds its first', 20, { settings: ports('20-26,587') }, WINSOCK.WSAEACCES],
  ['a range of ports holds its last', 26, { settings: ports('20-26,587') }, WINSOCK.WSAEACCES],
  ['a range of ports ends behind its last', 27, { settings: ports('20-26,587') }, WINSOCK.WSAECONNREFUSED],
  ['a port may stand beside a range', 587, { settings: ports('20-26,587') }, WINSOCK.WSAEACCES],
] as const)('%s', (_, port, given, error) => {
  expect(connecting(port, given)).toBe(error.code);
});
