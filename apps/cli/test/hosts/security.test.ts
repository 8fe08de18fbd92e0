import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { scanclash } from '../../src/test/command-line.ts';
import { ContainerHost, check, hasEngine, PASSWORD, USER } from './container-host.ts';

/** Files below the drive of Wine with size and time of writing; folders by name; without what the login shell itself leaves. */
const LISTING = `cd /opt/wine/drive_c && find . -path ./windows/temp -prune -o -type f -printf '%p %s %T@\\n' -o -type d -printf '%p\\n' | sort`;

describe.skipIf(!hasEngine)('what a check does to a host', () => {
  let host: ContainerHost;
  beforeAll(async () => {
    host = await ContainerHost.start();
    // Wine settles after its first command.
    await host.windows('ver');
  });

  test('the commands in the report are those that sshd had run, and no others', async () => {
    const before = (await host.commandLog()).length;
    const { sessions } = await host.check();
    const run = (await host.commandLog()).slice(before);
    expect([...(sessions[0]?.commands ?? [])].sort()).toEqual(run.sort());
    expect(run.length).toBeGreaterThan(20);
    const allowed =
      /^(?:echo %OS% \$PSHOME|chcp|reg (?:query|export) |sc (?:query|queryex|enumdepend|qfailure) |type |dir \/s \/b \/a |netstat -ano|tasklist |wevtutil qe |cscript |mountvol$|fltmc$|net (?:session|file)$|cluster (?:group|res)$|hostname$|ver$)/;
    for (const command of run) expect(command).toMatch(allowed);
  });

  test('the files of the host are the same afterwards: the one temporary folder is gone', async () => {
    const before = await host.run(LISTING);
    const { sessions } = await host.check();
    expect(sessions[0]?.temporaryFolder).toMatchObject({ removed: true });
    expect(await host.run(LISTING)).toBe(before);
  });

  test('with --no-temp nothing is written at all', async () => {
    const { sessions } = await host.check(['--no-temp']);
    expect(sessions[0]?.temporaryFolder).toBeNull();
    expect(sessions[0]?.commands.filter((command) => command.startsWith('reg export'))).toEqual([]);
  });

  test('the password is in no output, no bundle and no log, whoever asks for details', async () => {
    const words = [host.target, '--known-hosts', host.knownHosts];
    const environment = { ...host.environment, SCANCLASH_DEBUG: '1', DEBUG: '*' };
    const zip = join(host.folder, 'secret.zip');
    const outputs = [
      await scanclash(['check', ...words], { environment, terminal: true }),
      await scanclash(['check', ...words, '--format', 'json'], { environment }),
      await scanclash(['check', ...words, '--ask-password'], { environment, secret: 'Wrong-Secret-1' }),
      await scanclash(['collect', ...words, '-o', zip], { environment }),
      await scanclash(['collect', ...words, '-o', zip], { environment }),
    ].map(({ stdout, stderr }) => stdout + stderr);
    const logs = await host.run('cat /var/log/winsh.log');
    for (const text of [...outputs, logs, readFileSync(zip).toString('latin1')]) {
      expect(text).not.toContain(PASSWORD);
      expect(text).not.toContain('Wrong-Secret-1');
      expect(text).not.toContain(Buffer.from(PASSWORD).toString('base64'));
    }
  });

  test('a host that answers with escapes of a terminal shows them as text', async () => {
    const [before] = (await host.check()).subjects;
    await host.run(
      `printf '#!/bin/sh\\n[ "$2" = hostname ] && { printf "\\\\033[2Jowned\\\\r\\\\n"; exit 0; }\\nexec /usr/local/bin/winsh "$@"\\n' > /usr/local/bin/evilsh && chmod 755 /usr/local/bin/evilsh && echo /usr/local/bin/evilsh >> /etc/shells && usermod --shell /usr/local/bin/evilsh ${USER}`,
    );
    const words = ['check', host.target, '--known-hosts', host.knownHosts];
    const { stdout } = await scanclash(words, { environment: host.environment });
    await host.run(`usermod --shell /usr/local/bin/winsh ${USER}`);
    expect(stdout).not.toContain('\u001b');
    // It cannot give itself such a name: it stays what the user calls it.
    expect(stdout.startsWith(host.address)).toBe(true);
    expect(before?.id).not.toBe(host.address);
  });
});

describe.skipIf(!hasEngine)('ways in', () => {
  test('a host behind a jump host is reached with a key, and both are identified', async () => {
    const jump = await ContainerHost.start();
    const host = await ContainerHost.start();
    await jump.run('rm -f /tmp/key && ssh-keygen -q -t ed25519 -N "" -f /tmp/key');
    const key = join(host.folder, 'key');
    writeFileSync(key, await jump.get('/tmp/key'), { mode: 0o600 });
    const authorized = await jump.run('cat /tmp/key.pub');
    for (const one of [jump, host]) {
      await one.run(
        `mkdir -p /opt/wine/drive_c/users/winadm/.ssh && echo '${authorized.trim()}' > /opt/wine/drive_c/users/winadm/.ssh/authorized_keys && chown -R winadm /opt/wine/drive_c/users/winadm/.ssh`,
      );
    }
    // Only the jump host can be reached from here.
    await host.run(
      `nft add table inet f; nft 'add chain inet f i { type filter hook input priority 0; }'; nft add rule inet f i ip saddr != ${jump.address} tcp dport 22 drop`,
    );
    const words = ['--identity', key, '--jump', `${USER}@${jump.address}`, '--known-hosts', jump.knownHosts];
    const noPassword = { environment: { SCANCLASH_SSH_PASSWORD: '' } };
    const report = await host.check(words, noPassword);
    expect(report.warnings).toEqual([]);
    expect(report.sessions[0]?.identities.map((one) => [one.host, one.identity.kind])).toEqual([
      [`${USER}@${jump.address}:22`, 'verified'],
      [`${USER}@${host.address}:22`, 'verified'],
    ]);
    expect(await jump.commandLog()).toEqual([]);
    const direct = await check([host.target, '--known-hosts', host.knownHosts, '--limit', 'connect=2s'], noPassword);
    expect(direct.code).toBe(3);
  });
});
