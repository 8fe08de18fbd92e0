import { asDword, dword } from '@scanclash/core';
import { MINUTE, type Program } from '@scanclash/simulator';
import { engineKey } from '../../mcafee-virusscan/index.ts';
import { datVersion } from '../../mcafee-virusscan/settings.ts';
import { ownDatVersion, ownEngine, ownEngineUpdates } from '../settings.ts';
import type { ModusHost } from './modus-host.ts';

/**
 * Definition updates of the built-in engine. The McAfee engine looks at the registration that all McAfee programs of the
 * host share: what stands there it takes for its own. The Norman engine keeps to itself.
 * @source KB1258#6: both programs access the same keys; what follows from it is inferred (HOLE-shared-keys).
 */
export function updateEngine(modus: ModusHost, program: Program): void {
  const interval = modus.assume<number>('assume-engine-update-interval') * MINUTE;
  const update = () => {
    program.after(interval, 'update of the built-in engine', () => {
      fetch(modus);
      update();
    });
  };
  update();
}

function fetch(modus: ModusHost): void {
  const { host, settings, context } = modus;
  const engine = settings.get(ownEngine);
  if (engine === 'none' || !settings.get(ownEngineUpdates)) return;
  const published = host.network.published(engine === 'mcafee' ? 'mcafee-dat' : 'norman-definitions');
  if (published === undefined) return;
  const registered = engine === 'mcafee' ? registeredDat(modus) : settings.get(ownDatVersion);
  if (registered >= published) {
    host.emit('modus/MODUSADM', 'modus.definitions-current', String(registered), {
      own: settings.get(ownDatVersion),
      registered,
    });
    return;
  }
  ownDatVersion.write(host.registry, published, context);
  if (engine === 'mcafee') host.registry.setValue(sharedKey(), 'AVDatVersion', dword(published));
  host.emit('modus/MODUSADM', 'modus.definitions-updated', String(published));
}

/** The DAT number that the shared registration states; the own one where nothing is registered or the link is off. */
function registeredDat(modus: ModusHost): number {
  const own = modus.settings.get(ownDatVersion);
  if (!modus.host.world.behaviours.on('vircom-modus/update-trusts-shared-registration')) return own;
  const { host } = modus;
  host.world.reads.note(`${host.name}:virusscan.${datVersion.path}`);
  const stored = host.registry.value(sharedKey(), 'AVDatVersion');
  return stored.kind === 'known' ? (asDword(stored.value) ?? own) : own;
}

/** Where McAfee programs of the time of 8.0i register their engine. */
const sharedKey = () => engineKey({ software: 'HKLM\\SOFTWARE', version: '8.0i', build: '8.0.0' });
