import { expect, test } from 'vitest';
import type { WindowsVersion } from '../windows-version.ts';
import { type ConsoleHost, consoleHost, text } from './test/console-host.ts';

const MESSAGE = 'D:\\Spool\\Invirus\\A000000001.MSG';

/** MAIL01, which offers its spool, and MAIL02, where OPERATOR is logged on. */
function pair(windows: WindowsVersion = '2008'): { server: ConsoleHost; client: ConsoleHost } {
  const server = consoleHost({ windows });
  const client = consoleHost({ windows, name: 'MAIL02', address: '192.0.2.11', beside: server });
  server.host.files.install(MESSAGE, 'Subject: test\r\n');
  for (const { host } of [server, client]) host.boot();
  server.run('net share Spool=D:\\Spool');
  client.host.logon('OPERATOR');
  return { server, client };
}

function hold({ host, world }: ConsoleHost, path: string): void {
  // What was used before is closed once the server has heard of it.
  world.runUntil(world.now + 1_000_000);
  const process = host.run('C:\\Program Files\\Scanner\\scan.exe');
  host.files.open({ process, path, access: 'read', share: {}, disposition: 'open-existing' }, () => {});
  world.runUntil(world.now + 1_000_000);
}

test('net share lists what is there by itself, then what was shared', () => {
  const { server } = pair();
  expect(server.run('net share').stdout).toBe(
    text(
      '',
      'Share name   Resource                        Remark',
      '',
      '-'.repeat(79),
      'IPC$                                         Remote IPC                        ',
      'C$           C:\\                             Default share                     ',
      'D$           D:\\                             Default share                     ',
      'ADMIN$       C:\\WINDOWS                      Remote Admin                      ',
      'Spool        D:\\Spool'.padEnd(79),
      'The command completed successfully.',
      '',
    ),
  );
  expect(server.run('net share spool').stdout).toContain('Path              D:\\Spool\r\n');
});

test('a folder is shared once, and only if it is there', () => {
  const { server } = pair();
  expect(server.run('net share Mail=D:\\Spool')).toEqual({
    exitCode: 0,
    stdout: text('Mail was shared successfully.', ''),
    stderr: '',
  });
  expect(server.run('net share MAIL=D:\\Spool').stderr).toContain('NET HELPMSG 2118');
  expect(server.run('net share Other=D:\\nope').stderr).toContain('NET HELPMSG 2116');
  expect(server.run('net share Nope /delete')).toMatchObject({ exitCode: 2 });
  for (const line of ['net share', 'net session', 'net file']) {
    expect(consoleHost().run(line)).toMatchObject({ exitCode: 2, stdout: '' });
  }
});

test('net use maps a drive, lists it, and takes it away', () => {
  const { client } = pair();
  expect(client.run('net use').stdout).toBe(
    text('New connections will be remembered.', '', 'There are no entries in the list.', ''),
  );
  expect(client.run('net use Z: \\\\MAIL01\\Spool')).toEqual({
    exitCode: 0,
    stdout: text('The command completed successfully.', ''),
    stderr: '',
  });
  expect(client.run('net use').stdout).toBe(
    text(
      'New connections will be remembered.',
      '',
      '',
      'Status       Local     Remote                    Network',
      '',
      '-'.repeat(79),
      'OK           Z:        \\\\MAIL01\\Spool            Microsoft Windows Network',
      'The command completed successfully.',
      '',
    ),
  );
  expect(client.run('dir /b Z:\\Invirus').stdout).toBe(text('A000000001.MSG'));
  expect(client.run('net use z: /delete').stdout).toBe(text('Z: was deleted successfully.', ''));
  expect(client.run('net use z: /delete').stderr).toContain('NET HELPMSG 2250');
});

test('net use says why a drive cannot be mapped', () => {
  const { client } = pair();
  expect(client.run('net use D: \\\\MAIL01\\Spool')).toEqual({
    exitCode: 2,
    stdout: '',
    stderr: text('System error 85 has occurred.', '', 'The local device name is already in use.', ''),
  });
  expect(client.run('net use Z: \\\\MAIL01\\Nope').stderr).toContain('System error 67 has occurred.\r\n');
  expect(client.run('net use Z: \\\\MAIL09\\Spool').stderr).toContain('System error 53 has occurred.\r\n');
  expect(client.run('net use Z: \\\\MAIL01\\Spool secret /user:x').exitCode).toBe(120);
});

test('a long name pushes the network to the next line', () => {
  const { server, client } = pair();
  server.run('net share Quarantine-Of-Messages=D:\\Spool');
  client.run('net use Q: \\\\MAIL01\\Quarantine-Of-Messages');
  expect(client.run('net use').stdout).toContain(
    text('OK           Q:        \\\\MAIL01\\Quarantine-Of-Messages', `${' '.repeat(49)}Microsoft Windows Network`),
  );
  expect(server.run('net share').stdout).toContain(
    text('Quarantine-Of-Messages', `             D:\\Spool${' '.repeat(58)}`),
  );
});

test('copy and type reach over the network, and meet who holds the file there', () => {
  const { server, client } = pair();
  client.run('net use Z: \\\\MAIL01\\Spool');
  expect(client.wait('copy Z:\\Invirus\\A000000001.MSG C:\\')).toMatchObject({ exitCode: 0 });
  expect(client.wait('type \\\\MAIL01\\Spool\\Invirus\\A000000001.MSG').stdout).toBe('Subject: test\r\n');
  hold(server, MESSAGE);
  expect(client.wait('del Z:\\Invirus\\A000000001.MSG')).toMatchObject({
    exitCode: 0,
    stderr: text(
      'Z:\\Invirus\\A000000001.MSG',
      'The process cannot access the file because it is being used by another process.',
    ),
  });
  expect(client.run('dir Z:\\').exitCode).toBe(120);
});

test('net session and net file show what others hold, and end it', () => {
  const { server, client } = pair();
  expect(server.run('net session').stdout).toBe(text('There are no entries in the list.', ''));
  hold(client, '\\\\MAIL01\\Spool\\Invirus\\A000000001.MSG');
  server.world.runUntil(server.world.now + 120_000_000);
  expect(server.run('net session').stdout).toContain(
    text('\\\\192.0.2.11           OPERATOR                                   1 00:02:00'),
  );
  expect(server.run('net file').stdout).toContain(
    text('1          D:\\Spool\\Invirus\\A000000001.MSG         OPERATOR             0     '),
  );
  expect(server.run('net session \\\\192.0.2.11 /delete').stdout).toContain('has open files.\r\n');
  expect(server.run('net file 7 /close')).toMatchObject({ exitCode: 2 });
  expect(server.run('net file 1 /close').exitCode).toBe(0);
  expect(server.run('net file').stdout).toBe(text('There are no entries in the list.', ''));
  expect(server.run('net session \\\\192.0.2.11 /delete').exitCode).toBe(0);
  expect(server.run('net session \\\\192.0.2.11 /delete').stderr).toContain('NET HELPMSG 2312');
});

test('Windows Server 2003 names the computers that have sessions', () => {
  const { server, client } = pair('2003');
  hold(client, '\\\\MAIL01\\Spool\\Invirus\\A000000001.MSG');
  expect(server.run('net session').stdout).toContain('\\\\MAIL02               OPERATOR ');
});

test('a share in use goes only when that was agreed to', () => {
  const { server, client } = pair();
  hold(client, '\\\\MAIL01\\Spool\\Invirus\\A000000001.MSG');
  expect(server.run('net share Spool /delete')).toMatchObject({ exitCode: 2 });
  expect(server.run('net share Spool /delete /y').exitCode).toBe(0);
  expect(server.host.smb.server.openFiles()).toEqual([]);
});

test('schtasks lists tasks with the time of their next run', () => {
  const { host, run } = consoleHost({ windows: '2003' });
  host.boot();
  expect(run('schtasks').stdout).toContain('INFO: There are no scheduled tasks');
  host.tasks.create({
    name: 'Backup',
    command: 'C:\\backup.cmd',
    schedule: { kind: 'daily', at: { hour: 20, minute: 0 } },
  });
  host.tasks.create({ name: 'AtBoot', command: 'C:\\x.cmd', schedule: { kind: 'boot' } });
  expect(run('schtasks /query').stdout).toBe(
    text(
      '',
      'TaskName                             Next Run Time            Status         ',
      '==================================== ======================== ===============',
      `AtBoot                               ${'Never'.padEnd(24)} ${' '.repeat(15)}`,
      `Backup                               ${'8:00:00 PM, 3/2/2009'.padEnd(24)} ${' '.repeat(15)}`,
    ),
  );
  expect(run('schtasks /query /fo csv /nh').stdout).toBe(
    text('"AtBoot","Never",""', '"Backup","8:00:00 PM, 3/2/2009",""'),
  );
  expect(run('schtasks /create /tn x').exitCode).toBe(120);
});
