import { asDword, dword } from '@scanclash/core';
import { type EventIdentity, MINUTE, type Program } from '@scanclash/simulator';
import { engineKey } from '../../mcafee-virusscan/index.ts';
import { datVersion } from '../../mcafee-virusscan/settings.ts';
import { ownDatVersion, ownEngine, ownEngineUpdates } from '../settings.ts';
import type { ModusHost } from './modus-host.ts';

const DAT_VERSION = 'AVDatVersion';

/** What an engine knows viruses by, as its vendor's servers know it. */
export const DEFINITIONS = { mcafee: 'mcafee-dat', norman: 'norman-definitions' } as const;

/**
 * Definition updates of the built-in engine. The McAfee engine looks at the registration that all McAfee programs of the
 * host share: what stands there it takes for its own. The Norman engine keeps to itself.
 * @source KB1258#6: both programs access the same keys; what follows from it is inferred (HOLE-shared-keys).
 */
export function updateEngine(modus: ModusHost, program: Program): void {
  const interval = modus.assume<number>('assume-engine-update-interval') * MINUTE;
  const update = () => {
    program.after(interval, 'update of the built-in engine', () => {
      fetch(modus, program);
      update();
    });
  };
  update();
}

interface Registered {
  readonly version: number;
  /** The event by which it came to be registered, where another program did that. */
  readonly event?: EventIdentity | undefined;
}

function fetch(modus: ModusHost, { process }: Program): void {
  const { host, settings, context } = modus;
  const engine = settings.get(ownEngine);
  if (engine === 'none' || !settings.get(ownEngineUpdates)) return;
  const definitions = DEFINITIONS[engine];
  const published = host.network.published(definitions);
  if (published === undefined) return;
  const own = settings.get(ownDatVersion);
  const { version, event } = engine === 'mcafee' ? registeredDat(modus, own) : { version: own };
  if (version >= published) {
    const details = { own, registered: version };
    host.emit('modus/MODUSADM', 'modus.definitions-current', String(version), details, event);
    return;
  }
  const publication = host.network.publicationOf(definitions);
  const updated = host.emit('modus/MODUSADM', 'modus.definitions-updated', String(published), {}, publication);
  host.world.because(updated, () => {
    const registry = host.registryWrites.by(process.imageName);
    ownDatVersion.write(registry, published, context);
    if (engine === 'mcafee' && host.world.behaviours.on('vircom-modus/update-registers-for-all'))
      registry.setValue(sharedKey(), DAT_VERSION, dword(published));
  });
}

/** The DAT number that the shared registration states; the own one where that is newer, or the link is off. */
function registeredDat({ host }: ModusHost, own: number): Registered {
  if (!host.world.behaviours.on('vircom-modus/update-trusts-shared-registration')) return { version: own };
  host.world.reads.note(`${host.name}:virusscan.${datVersion.path}`);
  const stored = host.registry.value(sharedKey(), DAT_VERSION);
  const version = Math.max(own, stored.kind === 'known' ? (asDword(stored.value) ?? own) : own);
  return { version, event: host.registryWrites.lastOf(sharedKey(), DAT_VERSION) };
}

/** Where McAfee programs of the time of 8.0i register their engine. */
const sharedKey = () => engineKey({ software: 'HKLM\\SOFTWARE', version: '8.0i', build: '8.0.0' });
