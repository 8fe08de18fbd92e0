import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Checked, ContainerHost, check, eventually, hasEngine, PASSWORD } from './container-host.ts';

const CONNECT = ['--limit', 'connect=3s'];
/** The limit of the host leaves a slow machine the time to answer a few questions. */
const LIMITS = [...CONNECT, '--limit', 'question=3s', '--limit', 'host=12s'];
/** Far from a minute, which a question has where nobody sets a limit; and far from what a slow machine needs. */
const IN_TIME_MS = 40_000;

const answered = ({ questions }: Checked) => questions.filter((one) => one.answered).length;
const failed = ({ questions }: Checked) => questions.filter((one) => !one.answered);
const trouble = ({ warnings }: Checked) => warnings[0]?.problem ?? '';

/** Begins a check, and does something to the host once it has answered a few questions. */
async function disturbed(host: ContainerHost, disturb: () => Promise<unknown>, limits = LIMITS): Promise<Checked> {
  const checking = host.check(limits);
  await eventually(async () => (await host.commandLog()).length > 8);
  await disturb();
  return checking;
}

describe.skipIf(!hasEngine)('a host that breaks off ends the check in time, and what it answered counts', () => {
  test('killed in the middle', async () => {
    const host = await ContainerHost.start();
    await host.run('echo 0.3 > /tmp/slow');
    const report = await disturbed(host, () => kill(host), CONNECT);
    expect(report.code).toBe(3);
    expect(trouble(report)).toMatch(/questions: .*: (the connection was lost|cut off)/);
    expect(answered(report)).toBeGreaterThan(0);
    expect(failed(report).length).toBeGreaterThan(0);
    expect(report.sessions[0]?.temporaryFolder?.removed ?? false).toBe(false);
    expect(report.ms).toBeLessThan(IN_TIME_MS);
  });

  test('hung before anybody connects', async () => {
    const host = await ContainerHost.start();
    await pause(host);
    const report = await host.check(LIMITS);
    await unpause(host);
    expect(report.code).toBe(3);
    expect(trouble(report)).toMatch(/handshake: no answer within 3 s/);
    expect(answered(report)).toBe(0);
    expect(report.ms).toBeLessThan(IN_TIME_MS);
  });

  test('hung in the middle', async () => {
    const host = await ContainerHost.start();
    await host.run('echo 0.3 > /tmp/slow');
    const report = await disturbed(host, () => pause(host));
    await unpause(host);
    expect(report.code).toBe(3);
    expect(trouble(report)).toMatch(/questions: .*(no answer within 3 s|limit of 12 s)/);
    expect(answered(report)).toBeGreaterThan(0);
    expect(report.ms).toBeLessThan(IN_TIME_MS);
  });

  test('partitioned in the middle', async () => {
    const host = await ContainerHost.start();
    await host.run('echo 0.3 > /tmp/slow');
    const report = await disturbed(host, () => host.run('ip link set eth0 down'));
    expect(report.code).toBe(3);
    expect(trouble(report)).toMatch(/questions: .*(no answer within 3 s|limit of 12 s)/);
    expect(answered(report)).toBeGreaterThan(0);
    expect(report.ms).toBeLessThan(IN_TIME_MS);
  });

  test('too slow for the limit of the host', async () => {
    const host = await ContainerHost.start();
    await host.run('echo 1 > /tmp/slow');
    const report = await host.check(['--limit', 'host=15s']);
    expect(report.code).toBe(3);
    expect(trouble(report)).toMatch(/questions: .*limit of 15 s for the host/);
    expect(answered(report)).toBeGreaterThan(0);
    expect(report.ms).toBeLessThan(IN_TIME_MS);
    expect(report.sessions[0]?.temporaryFolder?.removed ?? true).toBe(true);
  });

  test('an answer that is cut off is none, however much of it came; it is asked once more', async () => {
    const host = await ContainerHost.start();
    await host.run('echo "sc query" > /tmp/cut');
    const report = await host.check();
    expect(report.code).toBe(3);
    expect(trouble(report)).toMatch(/questions: .*(cut off|connection was lost)/);
    for (const { question, reason } of failed(report)) {
      expect([question, reason]).toEqual([question, expect.stringMatching(/cut off|connection was lost/)]);
    }
    expect(answered(report)).toBeGreaterThan(0);
  });

  test('a full disk leaves exports unread, and is said', async () => {
    const home = '/opt/wine/drive_c/users/winadm';
    const host = await ContainerHost.start({ tmpFs: { [home]: 'rw,size=64k,uid=1000,gid=1000,mode=700' } });
    await host.run(`dd if=/dev/zero of=${home}/filled bs=1k count=100 2>/dev/null || true`);
    const report = await host.check();
    expect(report.code).toBe(3);
    expect(trouble(report)).toMatch(
      /questions: registry-export: .*(the disk of the host may be full|temporary folder: )/,
    );
    const exports = report.questions.filter(({ question }) => question.startsWith('registry-export'));
    expect(exports.some((one) => one.answered && one.exitCode === 0)).toBe(false);
    expect(answered(report)).toBeGreaterThan(10);
  });
});

describe.skipIf(!hasEngine)('a host that is not the right one, or does not let us in', () => {
  test('another key than the known one ends it before the password is told', async () => {
    const host = await ContainerHost.start();
    const other = await ContainerHost.start();
    const key = (await other.run('cat /etc/ssh/ssh_host_ed25519_key.pub')).trim();
    writeFileSync(host.knownHosts, `${host.address} ${key}\n`);
    const report = await host.check();
    expect(report.code).toBe(3);
    expect(trouble(report)).toMatch(/host key: .* knows it by another key, and it shows ssh-ed25519 SHA256:/);
    expect(await host.commandLog()).toEqual([]);
  });

  test('a wrong password is refused by sshd, and tried once', async () => {
    const host = await ContainerHost.start();
    const report = await host.check([], { environment: { SCANCLASH_SSH_PASSWORD: 'Another-Secret' } });
    expect(report.code).toBe(3);
    expect(trouble(report)).toMatch(/login: refused; tried: password/);
    expect(report.output).not.toContain('Another-Secret');
  });

  test('a host that is not there is told from one that says nothing', async () => {
    const host = await ContainerHost.start();
    const words = ['--known-hosts', host.knownHosts, '--limit', 'connect=2s'];
    const refused = await check([`ssh://winadm@${host.address}:2222`, ...words]);
    expect(trouble(refused)).toMatch(/connect: refused/);
    await host.run("nft add table inet f; nft 'add chain inet f i { type filter hook input priority 0; }'");
    await host.run('nft add rule inet f i tcp dport 22 drop');
    const dropped = await host.check(['--limit', 'connect=2s']);
    expect(trouble(dropped)).toMatch(/connect: no answer within 2 s/);
    expect([refused.code, dropped.code]).toEqual([3, 3]);
    expect(refused.output + dropped.output).not.toContain(PASSWORD);
  });
});

const docker = async (host: ContainerHost) => {
  const { getContainerRuntimeClient } = await import('testcontainers');
  const client = await getContainerRuntimeClient();
  return client.container.getById(host.container.getId());
};
const pause = async (host: ContainerHost) => (await docker(host)).pause();
const kill = async (host: ContainerHost) => (await docker(host)).kill();
const unpause = async (host: ContainerHost) => (await docker(host)).unpause();
