import { joinPath } from '@scanclash/core';
import { type Process, Program } from '@scanclash/simulator';
import { SERVICE } from '../product.ts';
import { secondStep, unpackFolder } from '../settings.ts';
import { fileOfVersion, LIBRARY, PROGRAM, type SiteHost } from './site-host.ts';

const NEW_VERSION = 2;

/** Where the second step of the update is unpacked to, and run from. */
export const secondStepOf = ({ host, settings }: SiteHost): string =>
  joinPath(host.expand(settings.get(unpackFolder)), settings.get(secondStep));

/**
 * The update: stops the service, replaces its program, unpacks a second step and runs that, which replaces the library
 * and starts the service. It is not undone where it ends half-way, as many were not in these years.
 */
export function runUpdate(site: SiteHost, process: Process): void {
  const { host } = site;
  const update = new Program(host, process);
  const path = secondStepOf(site);
  host.services.stop(SERVICE, () => {
    update.write(PROGRAM, fileOfVersion(NEW_VERSION), (replaced) => {
      if (!replaced.ok) return update.exit(replaced.error.code);
      unpack(site, update, path, () => {
        host.startProgram(path, process, (started) => {
          if (!started.ok) return giveUp(site, update, started.error.code);
          finish(site, started.process);
          update.exit();
        });
      });
    });
  });
}

/** A program unpacks a file and means to run it. */
export function unpack({ host }: SiteHost, program: Program, path: string, done: () => void): void {
  host.files.makeFolders(path.slice(0, path.lastIndexOf('\\')));
  program.write(path, fileOfVersion(NEW_VERSION), (written) => {
    if (!written.ok) return program.exit(written.error.code);
    host.emit('site', 'site.unpacked', path, { process: program.process.imageName });
    done();
  });
}

function finish({ host }: SiteHost, process: Process): void {
  const step = new Program(host, process);
  step.write(LIBRARY, fileOfVersion(NEW_VERSION), () => {
    host.services.start(SERVICE);
    step.exit();
  });
}

/** The update cannot go on: it starts the service with what there is, and says what it was told. */
function giveUp({ host }: SiteHost, update: Program, error: number): void {
  host.emit('site', 'site.update-failed', SERVICE, { error });
  host.services.start(SERVICE);
  update.exit(error);
}
