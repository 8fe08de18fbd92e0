import { joinPath } from '@scanclash/core';
import { type Emulation, HostSettings, installService, Program, stimulus } from '@scanclash/simulator';
import { z } from 'zod';
import { writeSettings } from '../write-settings.ts';
import { exampleBackup } from './product.ts';
import { copyOpenFiles, exampleSettings } from './settings.ts';

const PROGRAM = 'C:\\Program Files\\Example Backup\\backup.exe';

/** What was copied on a host since its world began. */
class BackupHost {
  readonly settings: HostSettings<true>;
  copied = 0;
  constructor(settings: HostSettings<true>) {
    this.settings = settings;
  }
}

/**
 * Acts by what the registry of the host says when it acts, and knows no scenario. What it does to others goes through
 * the kernel of the host: here it opens a file, and whoever wants the file meanwhile gets Windows' own answer.
 */
export const exampleBackupEmulation: Emulation = {
  product: exampleBackup,
  install: (host, values) => {
    writeSettings('example', exampleSettings, host.registry, true, values);
    host.files.install(PROGRAM, 'MZ');
    installService(host.registry, { name: 'ExampleBackup', displayName: 'Example Backup', imagePath: PROGRAM });
    host.services.registerProgram(PROGRAM, (service) => service.running());
    const settings = new HostSettings<true>(host.world, {
      host: host.name,
      namespace: 'example',
      registry: host.registry,
      settings: exampleSettings,
      context: true,
    });
    host.keep('example-backup', new BackupHost(settings));
  },
  stimuli: {
    'back-up': stimulus(
      'Every file of a folder is copied',
      z.strictObject({ folder: z.string() }),
      (host, { folder }) => {
        const backup = host.part<BackupHost>('example-backup');
        if (!backup.settings.get(copyOpenFiles)) return;
        const program = new Program(host, host.run(PROGRAM));
        const { behaviours } = host.world;
        const listed = host.files.list(folder, '*');
        for (const { name } of listed.ok ? listed.entries.filter(({ kind }) => kind === 'file') : []) {
          const path = joinPath(folder, name);
          const request = {
            process: program.process,
            path,
            access: ['read'],
            share: {},
            disposition: 'open-existing',
          } as const;
          host.files.open(request, (opened) => {
            if (!opened.ok) return;
            const holds = behaviours.on('example-backup/copy-holds-file');
            if (!holds) opened.handle.close();
            program.after(behaviours.value<number>('example-backup/assume-copy-time'), 'copy', () => {
              backup.copied += 1;
              if (holds) opened.handle.close();
            });
          });
        }
      },
    ),
  },
  observables: {
    copied: {
      title: 'Files that were copied',
      schema: z.int(),
      observe: (host) => host.part<BackupHost>('example-backup').copied,
    },
  },
  protections: {},
};
