import { type TraceEvent, World } from '../../../kernel/index.ts';
import type { ByteStore } from '../byte-store.ts';
import type { FileProcess } from '../file-filter.ts';
import type { ChangeResult, FileHandle, OpenRequest, OpenResult } from '../file-request.ts';
import { FileSystem } from '../file-system.ts';
import { MapByteStore } from '../map-byte-store.ts';
import type { RemoteFiles } from '../remote-files.ts';
import { Volume } from '../volume.ts';
import type { VolumeOptions } from '../volume-options.ts';

export const modus: FileProcess = {
  pid: 1200,
  imageName: 'MODUSCAN.EXE',
  imagePath: 'C:\\Program Files\\Vircom\\Modus\\MODUSCAN.EXE',
};
export const receiver: FileProcess = {
  pid: 1204,
  imageName: 'SMTPRS.EXE',
  imagePath: 'C:\\Program Files\\Vircom\\Modus\\SMTPRS.EXE',
};
export const mcshield: FileProcess = {
  pid: 1300,
  imageName: 'McShield.exe',
  imagePath: 'C:\\Program Files\\McAfee\\McShield.exe',
};

export const mail = 'D:\\Spool\\Invirus\\A000000001.MSG';

export const bytes = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
export const textOf = (content: Uint8Array): string => String.fromCharCode(...content);

export interface MailHost {
  readonly world: World;
  readonly files: FileSystem;
  readonly volume: Volume;
  /** The trace so far; of one kind where it is given. */
  readonly events: (kind?: string) => TraceEvent[];
}

/** A host with one drive D:, and on it the folders of a spool. */
export function mailHost(
  options: { store?: ByteStore; volume?: Partial<VolumeOptions>; remote?: RemoteFiles } = {},
): MailHost {
  const world = new World({
    seed: 1,
    startsAt: { year: 2009, month: 3, day: 2, hour: 8, minute: 0, second: 0, microsecond: 0 },
    storeTrace: true,
  });
  const files = new FileSystem(world, {
    host: 'MAIL01',
    ...(options.remote === undefined ? {} : { remote: options.remote }),
  });
  const volume = new Volume({
    clock: world,
    store: options.store ?? new MapByteStore(),
    device: '\\Device\\HarddiskVolume2',
    ...options.volume,
  });
  files.drives.attach('D:', volume);
  files.makeFolders('D:\\Spool\\Invirus');
  files.makeFolders('D:\\Spool\\Incoming');
  const events = (kind?: string): TraceEvent[] =>
    [...world.trace.lines()]
      .map((line) => JSON.parse(line) as TraceEvent)
      .filter((event) => kind === undefined || event.kind === kind);
  return { world, files, volume, events };
}

type OpenWishes = Partial<OpenRequest> & Pick<OpenRequest, 'path'>;

const openRequest = (wishes: OpenWishes): OpenRequest => ({
  process: modus,
  access: 'read',
  share: { read: true, write: true, delete: true },
  disposition: 'open-existing',
  ...wishes,
});

/** Opens and waits for the answer, which must come at once. */
export function tryOpen(files: FileSystem, wishes: OpenWishes): OpenResult {
  let answer: OpenResult | undefined;
  files.open(openRequest(wishes), (result) => {
    answer = result;
  });
  if (answer === undefined) throw new Error(`the open of ${wishes.path} was not answered at once`);
  return answer;
}

export function opened(files: FileSystem, wishes: OpenWishes): FileHandle {
  const result = tryOpen(files, wishes);
  if (!result.ok) throw new Error(`${wishes.path}: ${result.error.name}`);
  return result.handle;
}

/** Opens, and notes every answer with its time: `2000 ok`, `2000 error 5`. */
export function openNoting({ world, files }: MailHost, wishes: OpenWishes, answers: string[]): void {
  files.open(openRequest(wishes), (result) => answers.push(`${world.now} ${outcome(result)}`));
}

export function tryRename(files: FileSystem, path: string, to: string, replaceExisting = false): string {
  let answer = 'no answer yet';
  files.rename({ process: modus, path, to, replaceExisting }, (result) => (answer = outcome(result)));
  return answer;
}

export function tryRemove(files: FileSystem, path: string): string {
  let answer = 'no answer yet';
  files.remove({ process: modus, path }, (result) => (answer = outcome(result)));
  return answer;
}

export const outcome = (result: OpenResult | ChangeResult): string => (result.ok ? 'ok' : `error ${result.error.code}`);
