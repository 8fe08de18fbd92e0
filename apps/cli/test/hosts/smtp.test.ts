import { beforeAll, describe, expect, test } from 'vitest';
import { ContainerHost, check, eventually, hasEngine } from './container-host.ts';

describe.skipIf(!hasEngine)('a genuine Postfix, asked from here', () => {
  let host: ContainerHost;
  const firewall = async (verdict: string) => {
    await host.run('nft delete table inet smtp 2>/dev/null || true');
    if (verdict === '') return;
    await host.run("nft add table inet smtp; nft 'add chain inet smtp i { type filter hook input priority 0; }'");
    await host.run(`nft add rule inet smtp i tcp dport 25 ${verdict}`);
  };
  const notes = async () => {
    const sim = ['sim:mail-flow/port25-blocks-modusmail#MAIL01', '--rule', 'mcafee-virusscan/let-modus-send-mail'];
    return (await check([...sim, '--smtp', host.address])).warnings.map(({ problem }) => problem);
  };

  beforeAll(async () => {
    host = await ContainerHost.start();
    // mmdebstrap has written the name of the machine into the settings.
    await host.run(
      'postconf -e myhostname=mail01.example.net inet_interfaces=all inet_protocols=ipv4 maillog_file=/var/log/mail.log alias_maps= alias_database= && postfix start',
    );
    await eventually(async () => (await host.run('cat /proc/net/tcp')).includes(':0019 '));
  });

  test('port 25 open: it greets', async () => {
    await firewall('');
    expect(await notes()).toEqual([
      expect.stringMatching(/:25: connected, and greeted with "220 mail01\.example\.net/),
    ]);
  });

  test('port 25 refused', async () => {
    await firewall('reject with tcp reset');
    expect(await notes()).toEqual([expect.stringContaining(':25: refused: nobody listens there')]);
  });

  test('port 25 dropped', async () => {
    await firewall('drop');
    expect(await notes()).toEqual([expect.stringContaining(':25: no answer within 5 s')]);
  });
});
