import type { FileFilter } from '../files/index.ts';
import { type ConsoleProgram, lines, notModelled, prints } from './console-program.ts';
import { isBeforeVista } from './generation.ts';

/**
 * `fltmc`, `fltmc filters`: the filters, highest altitude first.
 * @source KB922582: up to Windows Server 2003 the list has no altitudes; later captures have them.
 * @assumed Every filter is attached to each local volume and to the network redirector.
 */
export const fltmc: ConsoleProgram = ({ host, args }, done) => {
  if (args.length > 1 || (args[0] ?? 'filters').toLowerCase() !== 'filters') {
    return done(notModelled(`fltmc ${args.join(' ')}`));
  }
  const instances = host.files.drives.volumes().length + 1;
  const [header, row] = isBeforeVista(host) ? [oldHeader, oldRow] : [newHeader, newRow];
  done(prints(lines('', ...header, ...host.files.filters.map((filter) => row(filter, instances)))));
};

const oldHeader = [
  'Filter Name                     Num Instances       Frame',
  '------------------------------  ------------------  --------',
];

const newHeader = [
  'Filter Name                     Num Instances    Altitude    Frame',
  '------------------------------  -------------  ------------  -----',
];

function oldRow({ name }: FileFilter, instances: number): string {
  return `${name.padEnd(30)}  ${String(instances).padEnd(18)}  0`;
}

/** The points of altitudes stand below each other: `328010`, `385250.5`. */
function newRow({ name, altitude }: FileFilter, instances: number): string {
  const [whole = '', fraction] = String(altitude).split('.');
  const shown = (whole.padStart(6) + (fraction === undefined ? '' : `.${fraction}`)).padEnd(8);
  return `${name.padEnd(30)}  ${String(instances).padStart(9)}       ${shown}       0`;
}
