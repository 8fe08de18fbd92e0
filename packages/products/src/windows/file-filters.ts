import {
  type Fact,
  type HostEvidence,
  type HostRequest,
  known,
  parseFltmc,
  sameName,
  unreadable,
} from '@scanclash/core';
import { listedRows } from './listed-rows.ts';

export const FILTERS: HostRequest = { id: 'filter-drivers' };

/** @source WINDOWS: "Allocated filter altitudes", load order group FSFilter Anti-Virus. */
const ANTIVIRUS = { from: 320_000, below: 330_000 } as const;
/** Scanners of that list that were about in the years of Windows Server 2003, whose fltmc shows no altitudes. */
const SCANNERS = ['SRTSP', 'eeCtrl', 'avgntflt', 'aswMonFlt', 'klif', 'MpFilter', 'mfehidk', 'mfeavfk', 'mfeapfk'];

/** Drivers that look at the files of this host, as `fltmc` tells; whether one is of an anti-virus says its altitude. */
export const fileFilters = (evidence: HostEvidence): Fact =>
  listedRows(evidence, FILTERS, parseFltmc, ({ name, altitude }, origin) => {
    const isScanner = SCANNERS.some((scanner) => sameName(scanner, name));
    const isUnknown = altitude === undefined && !isScanner;
    return {
      name: known(name, origin),
      antivirus: isUnknown
        ? unreadable('fltmc of this Windows shows no altitudes', FILTERS)
        : known(isScanner || isAntivirus(altitude as number), origin),
    };
  });

const isAntivirus = (altitude: number): boolean => ANTIVIRUS.from <= altitude && altitude < ANTIVIRUS.below;
