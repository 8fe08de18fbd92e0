import { joinPath } from '@scanclash/core';
import { Program, type ServiceChanges } from '@scanclash/simulator';
import { STORE_SERVICE } from '../context.ts';
import { version } from '../settings.ts';
import type { GroupshieldHost } from './groupshield-host.ts';
import { fileOf } from './program-file.ts';

/**
 * An update of GroupShield: stops its service, replaces program and library, sets the service up as an installation does,
 * and starts it. One that is there already is not installed again.
 *
 * @source MSXFAQ#1: automatic after an installation. @assumed HOLE-groupshield-update: the rest. A library that cannot be
 * replaced is left as it is.
 */
export function updateGroupshield(groupshield: GroupshieldHost, to: string): void {
  const { host, context, settings } = groupshield;
  if (settings.get(version) === to) return;
  const setup = new Program(host, host.run(joinPath(host.systemRoot, 'Temp', 'GroupShieldUpdate.exe')));
  host.services.stop(context.service, () => {
    if (!setup.isRunning) return;
    setup.write(groupshield.program, fileOf(to), (program) => {
      if (!program.ok) return finish(program.event);
      if (!groupshield.isOn('update-replaces-library')) return finish();
      setup.write(groupshield.storeLibraryFile, fileOf(to), (library) =>
        finish(library.ok ? undefined : library.event),
      );
    });
  });

  function finish(refused?: string): void {
    const kind = refused === undefined ? 'groupshield.updated' : 'groupshield.update-incomplete';
    const event = host.emit('groupshield', kind, to, {}, refused);
    host.world.because(event, () => {
      if (refused === undefined) version.write(host.registryWrites.by(setup.process.imageName), to, context);
      setUpService(groupshield);
      host.services.start(context.service, () => setup.exit());
    });
  }
}

function setUpService(groupshield: GroupshieldHost): void {
  const { host, context } = groupshield;
  if (!groupshield.isOn('update-sets-automatic')) return;
  const depends = host.services.configuration(context.service)?.dependsOn ?? [];
  const restores = groupshield.assume<boolean>('update-restores-dependency') && !depends.includes(STORE_SERVICE);
  const changes: ServiceChanges = { start: 'auto', ...(restores ? { dependsOn: [...depends, STORE_SERVICE] } : {}) };
  host.services.configure(context.service, changes);
}
