import {
  type Fact,
  type HostEvidence,
  type HostRequest,
  known,
  parseFltmc,
  record,
  sameName,
  unreadable,
} from '@scanclash/core';

export const FILTERS: HostRequest = { id: 'filter-drivers' };

/** @source WINDOWS: "Allocated filter altitudes", load order group FSFilter Anti-Virus. */
const ANTIVIRUS = { from: 320_000, below: 330_000 } as const;
/** Scanners of that list that were about in the years of Windows Server 2003, whose fltmc shows no altitudes. */
const SCANNERS = ['SRTSP', 'eeCtrl', 'avgntflt', 'aswMonFlt', 'klif', 'MpFilter', 'mfehidk', 'mfeavfk', 'mfeapfk'];

/** Drivers that look at the files of this host, as `fltmc` tells; whether one is of an anti-virus says its altitude. */
export const fileFilters = (evidence: HostEvidence): Fact =>
  evidence.fact(FILTERS, (text, origin) => {
    const read = parseFltmc(text);
    if (read.kind !== 'known') return unreadable(read.kind === 'unreadable' ? read.reason : 'no answer', FILTERS);
    const { rows, unread } = read.value;
    return {
      kind: 'list',
      complete: unread.length === 0,
      origin,
      items: rows.map(({ name, altitude }) => {
        const isScanner = SCANNERS.some((scanner) => sameName(scanner, name));
        return record({
          name: known(name, origin),
          antivirus:
            altitude === undefined && !isScanner
              ? unreadable('fltmc of this Windows shows no altitudes', FILTERS)
              : known(isScanner || isAntivirus(altitude as number), origin),
        });
      }),
    };
  });

const isAntivirus = (altitude: number): boolean => ANTIVIRUS.from <= altitude && altitude < ANTIVIRUS.below;
