import { Program, SECOND, type ServiceContext } from '@scanclash/simulator';
import { runsGeneratedCode } from '../settings.ts';
import { LIBRARY, PROGRAM, type SiteHost, versionIn } from './site-host.ts';

/** ERROR_REVISION_MISMATCH of winerror.h. */
const REVISION_MISMATCH = 1306;

/** The service loads its library, and does not run with one of another version. */
export function runService(site: SiteHost, service: ServiceContext): void {
  const { host, settings } = site;
  const program = new Program(host, service.process);
  settings.takeEffect('service-start');
  program.read(PROGRAM, (own) => {
    program.read(LIBRARY, (library) => {
      const fits = own.ok && library.ok && versionIn(own.bytes) === versionIn(library.bytes);
      if (!fits) return service.stopped(REVISION_MISMATCH);
      service.running();
      if (settings.get(runsGeneratedCode)) callFromGeneratedCode(site, program);
    });
  });
}

/** A plug-in makes code in memory and calls Windows from there: what an overflow of a buffer looks like from outside. */
function callFromGeneratedCode(site: SiteHost, program: Program): void {
  const { host } = site;
  const pause = host.world.behaviours.value<number>('site-software/assume-call-interval') * SECOND;
  program.after(pause, 'a call from generated code', () => {
    host.emit('site', 'site.calling', 'LoadLibraryA', { process: program.process.imageName });
    host.apiCalls.call({ process: program.process, api: 'LoadLibraryA', from: 'data' });
    if (program.isRunning) callFromGeneratedCode(site, program);
  });
}
