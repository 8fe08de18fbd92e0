import type { FileStat, Volume } from '../files/index.ts';
import type { SimulatedHost } from '../simulated-host.ts';
import { isMountPoint } from './console-path.ts';
import { type ConsoleOutput, lines } from './console-program.ts';
import { dateAndTime } from './date-and-time.ts';

export interface ListedEntry {
  readonly name: string;
  readonly path: string;
  readonly stat: FileStat;
}

/** @assumed What a volume without a limit shows as free: 1 TB. */
const FREE_WITHOUT_LIMIT = 1_099_511_627_776;

/** The text of `dir` without `/b`: a header for the volume, a block a folder, totals. */
export class DirReport {
  readonly #host: SimulatedHost;
  readonly #folder: string;
  readonly #volume: Volume;
  readonly #separators: boolean;
  readonly #lines: string[];
  #files = 0;
  #folders = 0;
  #bytes = 0;
  #shown = 0;

  constructor(host: SimulatedHost, folder: string, separators: boolean) {
    const place = host.files.drives.folderAt(folder);
    if (place.kind !== 'local') throw new Error(`${folder} is not on a volume of ${host.name}`);
    this.#host = host;
    this.#folder = folder;
    this.#volume = place.place.volume;
    this.#separators = separators;
    // The label is that of the drive, even where the folder lies on a volume that is mounted below it.
    const drive = folder.slice(0, 2);
    const { label, serial } = host.files.drives.drives().find((known) => known.drive === drive)?.volume ?? this.#volume;
    this.#lines = [
      ` Volume in drive ${drive.slice(0, 1)} ${label === '' ? 'has no label.' : `is ${label}`}`,
      ` Volume Serial Number is ${serial}`,
    ];
  }

  addFolder(folder: string, entries: readonly ListedEntry[]): void {
    this.#lines.push('', ` Directory of ${folder}`, '');
    let files = 0;
    let bytes = 0;
    for (const entry of entries) {
      this.#lines.push(this.#row(entry));
      if (entry.stat.kind === 'file') {
        files += 1;
        bytes += entry.stat.size;
      } else this.#folders += 1;
    }
    this.#lines.push(this.#total(files, bytes));
    this.#files += files;
    this.#bytes += bytes;
    this.#shown += 1;
  }

  /** The whole text; where nothing was listed, the header and the error of `dir`. */
  finished(below: boolean): ConsoleOutput {
    if (this.#shown === 0) {
      const where = below ? [''] : ['', ` Directory of ${this.#folder}`, ''];
      return { exitCode: 1, stdout: lines(...this.#lines, ...where), stderr: lines('File Not Found') };
    }
    const totals = below ? ['', '     Total Files Listed:', this.#total(this.#files, this.#bytes)] : [];
    const free = this.#volume.freeBytes ?? FREE_WITHOUT_LIMIT;
    const folders = `${this.#number(this.#folders).padStart(16)} Dir(s) ${this.#number(free).padStart(15)} bytes free`;
    return { exitCode: 0, stdout: lines(...this.#lines, ...totals, folders), stderr: '' };
  }

  #row({ name, path, stat }: ListedEntry): string {
    const { world } = this.#host;
    const when = dateAndTime(world.localTime(stat.writtenAt));
    if (stat.kind === 'file') return `${when} ${this.#number(stat.size).padStart(17)} ${name}`;
    const kind = name !== '.' && name !== '..' && isMountPoint(this.#host, path) ? '<JUNCTION>' : '<DIR>';
    return `${when}    ${kind.padEnd(15)}${name}`;
  }

  #total(files: number, bytes: number): string {
    return `${this.#number(files).padStart(16)} File(s) ${this.#number(bytes).padStart(14)} bytes`;
  }

  #number(value: number): string {
    return this.#separators ? String(value).replace(/\B(?=(?:\d{3})+$)/g, ',') : String(value);
  }
}
