import {
  foldName,
  parseDirBare,
  parseFltmc,
  parseMountvol,
  parseNetFile,
  parseNetSession,
  parseNetstat,
  parseScQuery,
  parseTasklistCsv,
  SERVICE_STATES,
} from '@scanclash/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MapByteStore, Volume } from '../files/index.ts';
import { installService } from '../services/service-configuration.ts';
import type { WindowsVersion } from '../windows-version.ts';
import { consoleHost } from './test/console-host.ts';

const version = fc.constantFrom<WindowsVersion[]>('2003', '2008', '2008 R2');
const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,10}$/);
const names = (maxLength: number) => fc.uniqueArray(name, { maxLength, selector: foldName });
const few = { numRuns: 40 };

test('sc query: a service in any state comes back as it is', () => {
  const life = fc.record({
    windows: version,
    service: name,
    type: fc.constantFrom(0x10, 0x20, 0x110),
    end: fc.constantFrom('never', 'starts', 'runs', 'stops', 'ends'),
    hint: fc.nat(100_000),
    exitCode: fc.nat(5000),
  });
  fc.assert(
    fc.property(life, ({ windows, service, type, end, hint, exitCode }) => {
      const { host, run } = consoleHost({ windows });
      const imagePath = `C:\\services\\${service}.exe`;
      host.files.install(imagePath, 'MZ');
      installService(host.registry, { name: service, displayName: service, imagePath });
      run(`reg add HKLM\\SYSTEM\\CurrentControlSet\\Services\\${service} /v Type /t REG_DWORD /d ${type} /f`);
      host.services.registerProgram(imagePath, (context) => {
        if (end === 'starts') return context.pending(hint * 1000);
        context.running();
        if (end === 'stops') context.onStop(() => context.pending(hint * 1000));
        if (end === 'ends') context.stopped(exitCode);
      });
      if (end !== 'never') host.services.start(service);
      if (end === 'stops') host.services.stop(service);
      const { state, process, ...numbers } = host.services.status(service);
      expect(parseScQuery(run(`sc queryex ${service}`).stdout)).toEqual({
        kind: 'known',
        value: {
          service,
          type,
          state: SERVICE_STATES[state],
          serviceExitCode: 0,
          ...numbers,
          waitHint: numbers.waitHint / 1000,
          pid: process?.pid ?? 0,
        },
      });
      expect(parseScQuery(run('sc query no-such-service').stdout)).toEqual({ kind: 'absent' });
    }),
    few,
  );
});

test('tasklist: processes and the services in them', () => {
  fc.assert(
    fc.property(version, names(5), names(4), (windows, services, programs) => {
      const { host, run } = consoleHost({ windows });
      for (const service of services) {
        const imagePath = `C:\\services\\${service}.exe`;
        host.files.install(imagePath, 'MZ');
        installService(host.registry, { name: service, displayName: service, imagePath });
        host.services.registerProgram(imagePath, (context) => context.running());
        host.services.start(service);
      }
      for (const program of programs) host.run(`D:\\${program}.exe`);
      const parsed = parseTasklistCsv(run('tasklist /svc /fo csv').stdout);
      const expected = host.processes.list().map((process) => {
        const service = host.services.serviceOf(process);
        return { imageName: process.imageName, pid: process.pid, services: service === undefined ? [] : [service] };
      });
      const idle = { imageName: 'System Idle Process', pid: 0, services: [] };
      expect(parsed).toEqual({ kind: 'known', value: { rows: [idle, ...expected], unread: [] } });
    }),
    few,
  );
});

test('netstat: listeners and connections with their processes', () => {
  const port = fc.integer({ min: 1, max: 1024 });
  fc.assert(
    fc.property(version, fc.uniqueArray(port, { minLength: 1, maxLength: 6 }), fc.nat(4), (windows, ports, calls) => {
      const { host, run, world } = consoleHost({ windows });
      const server = host.run('C:\\server.exe');
      const client = host.run('C:\\client.exe');
      for (const each of ports) host.tcp.listen(server, each, () => {});
      for (const each of ports.slice(0, calls)) host.tcp.connect(client, host.name, each, () => {});
      world.runUntil(1_000_000);
      const parsed = parseNetstat(run('netstat -ano').stdout);
      if (parsed.kind !== 'known') throw new Error(parsed.kind);
      const { rows, unread } = parsed.value;
      const listening = rows.filter((row) => row.listening).map((row) => [row.local.port, row.pid]);
      expect(listening).toEqual(ports.toSorted((a, b) => a - b).map((each) => [each, server.pid]));
      const connected = rows.filter((row) => !row.listening);
      expect(connected.map(({ local, remote, pid }) => ({ local, remote, pid }))).toEqual(
        host.tcp.connections().map(({ local, remote }) => ({
          local: { address: local.address, port: local.port },
          remote: { address: remote.address, port: remote.port },
          pid: local.process.pid,
        })),
      );
      expect(connected).toHaveLength(2 * Math.min(calls, ports.length));
      expect(unread).toEqual([]);
    }),
    few,
  );
});

test('mountvol: volumes with their letters and folders', () => {
  fc.assert(
    fc.property(names(4), (folders) => {
      const { host, run, world } = consoleHost();
      for (const [i, folder] of folders.entries()) {
        const volume = new Volume({
          clock: world,
          store: new MapByteStore(),
          device: `\\Device\\HarddiskVolume${i + 3}`,
        });
        host.files.makeFolders(`D:\\Mounts\\${folder}`);
        host.files.drives.mount(`D:\\Mounts\\${folder}`, volume);
      }
      const parsed = parseMountvol(run('mountvol').stdout);
      if (parsed.kind !== 'known') throw new Error(parsed.kind);
      const points = parsed.value.map(({ mountPoints }) => mountPoints);
      expect(points).toEqual([['C:\\'], ['D:\\'], ...folders.map((folder) => [`D:\\Mounts\\${folder}\\`])]);
      expect(new Set(parsed.value.map((volume) => volume.name)).size).toBe(folders.length + 2);
    }),
    few,
  );
});

test('fltmc: filters, highest first, with altitudes where Windows tells them', () => {
  const altitude = fc.integer({ min: 20_000, max: 429_999 });
  const filters = fc.uniqueArray(fc.tuple(name, altitude, fc.constantFrom(0, 0.5)), {
    maxLength: 5,
    comparator: (a, b) => a[0] === b[0] || a[1] === b[1],
  });
  fc.assert(
    fc.property(version, filters, (windows, loaded) => {
      const { host, run } = consoleHost({ windows });
      for (const [filter, whole, half] of loaded) host.files.addFilter({ name: filter, altitude: whole + half });
      const rows = host.files.filters.map((filter) => ({
        name: filter.name,
        legacy: false,
        instances: 3,
        altitude: windows === '2003' ? undefined : filter.altitude,
      }));
      expect(parseFltmc(run('fltmc').stdout)).toEqual({ kind: 'known', value: { rows, unread: [] } });
    }),
    few,
  );
});

test('net session and net file: who holds what', () => {
  const files = fc.uniqueArray(fc.stringMatching(/^[A-Z][A-Z0-9 ]{0,30}[A-Z]$/), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(fc.constantFrom<WindowsVersion[]>('2003', '2008'), name, files, (windows, user, held) => {
      const server = consoleHost({ windows });
      const client = consoleHost({ windows, name: 'MAIL02', address: '192.0.2.11', beside: server });
      for (const { host } of [server, client]) host.boot();
      client.host.logon(user);
      const process = client.host.run('C:\\scan.exe');
      for (const file of held) {
        server.host.files.install(`D:\\Spool\\${file}`, 'x');
        client.host.files.open(
          { process, path: `\\\\MAIL01\\D$\\Spool\\${file}`, access: 'read', share: {}, disposition: 'open-existing' },
          () => {},
        );
      }
      server.world.runUntil(60_000_000);
      const [session] = server.host.smb.server.sessions();
      expect(parseNetSession(server.run('net session').stdout)).toEqual({
        kind: 'known',
        value: {
          rows: [
            {
              computer: windows === '2003' ? 'MAIL02' : '192.0.2.11',
              user,
              opens: held.length,
              idleSeconds: Math.floor((session?.idleFor ?? 0) / 1_000_000),
            },
          ],
          unread: [],
        },
      });
      const rows = server.host.smb.server.openFiles().map(({ id, path }) => {
        const cut = path.length > 39;
        return { id, path: cut ? `${path.slice(0, 36)}...` : path, cut, user, locks: 0 };
      });
      expect(parseNetFile(server.run('net file').stdout)).toEqual({ kind: 'known', value: { rows, unread: [] } });
      expect(rows).toHaveLength(held.length);
    }),
    few,
  );
});

test('dir /s /b /a: every file and folder below a folder', () => {
  const path = fc.array(fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9 ()_-]{0,5}[A-Za-z0-9]$/), {
    minLength: 1,
    maxLength: 3,
  });
  fc.assert(
    fc.property(fc.array(path, { minLength: 1, maxLength: 12 }), (paths) => {
      const { host, run } = consoleHost();
      for (const folders of paths) host.files.makeFolders(['D:\\Mail Spool', ...folders].join('\\'));
      const parsed = parseDirBare(run('dir /s /b /a "D:\\Mail Spool"').stdout);
      if (parsed.kind !== 'known') throw new Error(parsed.kind);
      const there = host.files.tree('D:\\Mail Spool').map((entry) => entry.path);
      expect(parsed.value.unread).toEqual([]);
      expect(parsed.value.rows.toSorted()).toEqual(there.toSorted());
    }),
    few,
  );
});
