import { foldName, joinPath } from '@scanclash/core';
import { shareRead } from '@scanclash/simulator';
import { onDemandExclusions, profiles } from '../settings.ts';
import { isExempt } from './exclusion-matching.ts';
import { findMalware } from './scan-engine.ts';
import type { VirusscanHost } from './virusscan-host.ts';

const SCANNER = 'scan32.exe';

/**
 * An on-demand scan: a program that opens one file after the other and holds each while it looks through it. It has
 * exclusions of its own; those of the on-access scanner mean nothing to it (OPS-on-demand).
 */
export function scanOnDemand(virusscan: VirusscanHost, folders: readonly string[]): void {
  const { host, threads } = virusscan;
  const process = host.run(`C:\\Program Files\\Network Associates\\VirusScan\\${SCANNER}`);
  const started = host.emit('virusscan', 'virusscan.scan-started', folders.join(' '));
  host.world.because(started, () => {
    walk([...folders]);

    /** Folders one after the other, each in the order of names; what is added behind the scan is still found by it. */
    function walk(waiting: readonly string[], after = ''): void {
      const [folder, ...rest] = waiting;
      if (folder === undefined || !host.processes.isRunning(process)) return host.processes.exit(process);
      const listed = host.files.list(folder, '*');
      const entry = listed.ok ? listed.entries.find(({ name }) => foldName(name) > foldName(after)) : undefined;
      if (entry === undefined) return walk(rest);
      const path = joinPath(folder, entry.name);
      if (entry.kind === 'folder') return walk([folder, ...rest, path], entry.name);
      if (isSpared(path)) return walk(waiting, entry.name);
      const { begins, ends } = threads.take(threads.costOf(path, host.files.stat(path)?.size ?? 0));
      host.world.schedule(begins - host.world.now, 'on-demand scan', () =>
        look(path, ends, () => walk(waiting, entry.name)),
      );
    }

    function look(path: string, ends: number, done: () => void): void {
      if (!virusscan.isOn('on-demand-scan-holds-file'))
        return void host.world.schedule(ends - host.world.now, 'on-demand scan', done);
      host.files.open({ process, path, access: ['read'], share: shareRead, disposition: 'open-existing' }, (opened) => {
        if (!opened.ok) return done();
        // The on-access scanner may have kept it waiting for longer than its own scan takes.
        host.world.schedule(Math.max(0, ends - host.world.now), 'on-demand scan of a file', () => {
          if (!opened.handle.isOpen) return done();
          const malware = findMalware(virusscan, profiles.default, opened.handle.read(), false);
          opened.handle.close();
          if (malware === undefined) return done();
          host.emit('virusscan', 'virusscan.detected', path, { process: SCANNER, action: 'delete' });
          host.files.remove({ process, path }, () => done());
        });
      });
    }
  });

  function isSpared(path: string): boolean {
    const items = virusscan.settings.get(onDemandExclusions);
    return items.some((item) => isExempt(item, path, 'read', (value) => host.expand(value)));
  }
}
