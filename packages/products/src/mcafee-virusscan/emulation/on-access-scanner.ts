import { extensionOf, sameName } from '@scanclash/core';
import {
  type CloseOperation,
  delay,
  deny,
  ERROR_ACCESS_DENIED,
  type FileFilter,
  type FileOperation,
  type FileProcess,
  type Malware,
  type Microseconds,
  type OpenOperation,
  type Program,
  pass,
  shareRead,
  type Verdict,
} from '@scanclash/simulator';
import type { FileTypes, ProfileSettings } from '../profile-settings.ts';
import { onlyDefaultProfile, profiles } from '../settings.ts';
import { type Direction, isExempt } from './exclusion-matching.ts';
import { findMalware, findUnwanted } from './scan-engine.ts';
import type { ScanThreads } from './scan-threads.ts';
import { type LimitedScan, reportTimeOut, scanWithin } from './scan-time-out.ts';
import type { VirusscanHost } from './virusscan-host.ts';

export const ON_ACCESS_FILTER = 'naiavf5x';
const ALTITUDE = 320_300;

/** Types that are scanned where the default list is set; a small part of the real one, enough to tell documents apart. */
const DEFAULT_TYPES = ['exe', 'dll', 'com', 'sys', 'doc', 'dot', 'xls', 'ppt', 'scr', 'bat', 'vbs', 'js', 'eml', 'zip'];

const PROGRAM_TYPES = ['exe', 'dll', 'com', 'scr'];

/** What scanning a file comes down to. */
interface ScanOrder {
  readonly profile: ProfileSettings;
  /** Only macros are looked for: the file is of no type that is scanned otherwise, or it is excluded. */
  readonly macrosOnly: boolean;
}

/**
 * The on-access scanner: a filter driver that asks McShield. Reading waits for the scan; a written file is scanned after
 * it was closed, and McShield holds it meanwhile; a detection denies and cleans, deletes or leaves.
 * @source PG88 p.49, p.52, p.126; KB50998; KB55898 (an excluded path still costs a round trip).
 * OPS-locking: delay, held handle and denial are mechanisms of their own.
 */
export class OnAccessScanner implements FileFilter {
  readonly name = ON_ACCESS_FILTER;
  readonly altitude = ALTITUDE;
  readonly #virusscan: VirusscanHost;
  readonly #threads: ScanThreads;
  /** Path → time of its last write when it was found clean. @assumed by path, so a renamed file is scanned again. */
  readonly #clean = new Map<string, number>();

  constructor(virusscan: VirusscanHost) {
    this.#virusscan = virusscan;
    this.#threads = virusscan.threads;
  }

  beforeOpen(operation: OpenOperation): Verdict {
    const { mcshield } = this.#virusscan;
    const { read, execute } = operation.access;
    if (mcshield === undefined || !(read || execute) || makesNew(operation)) return pass;
    const order = this.#orderFor(operation, 'read');
    if (order === 'excluded') return this.#roundTrip(operation, () => this.#judgeExcluded(operation));
    if (order === 'skipped' || this.#isKnownClean(operation.path)) return pass;
    if (operation.medium === 'network') return this.#scanOverNetwork(operation, order);
    return this.#scanBeforeOpen(operation, order);
  }

  afterClose(operation: CloseOperation): void {
    if (this.#virusscan.mcshield === undefined || !operation.written || operation.removed) return;
    if (operation.medium === 'network') return;
    const order = this.#orderFor(operation, 'write');
    if (order === 'excluded' || order === 'skipped') return;
    this.#scanAfterWrite(operation, order);
  }

  /** The reader waits until McShield has looked through the file. */
  #scanBeforeOpen(operation: OpenOperation, order: ScanOrder): Verdict {
    const { host } = this.#virusscan;
    const content = host.files.peek(operation.path);
    if (!content.ok) return pass;
    const decide = (): Verdict => this.#judge(operation, order);
    if (!this.#virusscan.isOn('scan-delays-open')) return decide();
    return this.#wait(operation, this.#threads.costOf(operation.path, content.bytes.length), decide);
  }

  /** Whoever opens the file waits for McShield, but not longer than the scan time-out. */
  #wait(operation: OpenOperation, cost: Microseconds, decide: () => Verdict): Verdict {
    const { answered, timedOut } = scanWithin(this.#virusscan, cost);
    return delay(answered - this.#virusscan.host.world.now, () => {
      if (!timedOut) return decide();
      reportTimeOut(this.#virusscan, operation);
      return pass;
    });
  }

  #judge(operation: OpenOperation, order: ScanOrder): Verdict {
    const { host } = this.#virusscan;
    const content = host.files.peek(operation.path);
    if (!content.ok) return pass;
    const malware = findMalware(this.#virusscan, order.profile, content.bytes, order.macrosOnly);
    if (malware === undefined) {
      this.#remember(operation.path);
      return pass;
    }
    const kept = this.#actOn(operation, order, malware);
    return kept ? pass : deny(ERROR_ACCESS_DENIED, malware.name);
  }

  /**
   * A written file is opened by McShield itself as soon as a thread is free, and held until the scan is over: whoever
   * renames, deletes or opens it exclusively meanwhile gets a sharing violation. A retry cures.
   */
  #scanAfterWrite(operation: CloseOperation, order: ScanOrder): void {
    const { host, mcshield } = this.#virusscan;
    if (mcshield === undefined) return;
    const size = host.files.stat(operation.path)?.size ?? 0;
    const scan = scanWithin(this.#virusscan, this.#threads.costOf(operation.path, size));
    const { begins, ends } = scan;
    const begin = () => {
      if (this.#virusscan.isOn('scan-after-write-holds-file')) this.#scanHolding(operation, order, mcshield, scan);
      else
        mcshield.after(ends - host.world.now, 'scan of a written file', () =>
          this.#judgeWritten(operation, order, scan),
        );
    };
    // A free thread takes the file before anybody else can.
    if (begins === host.world.now) begin();
    else mcshield.after(begins - host.world.now, 'scan after write', begin);
  }

  #scanHolding(operation: CloseOperation, order: ScanOrder, mcshield: Program, scan: LimitedScan): void {
    const { host } = this.#virusscan;
    const { process } = mcshield;
    const request = {
      process,
      path: operation.path,
      access: ['read'],
      share: shareRead,
      disposition: 'open-existing',
    } as const;
    host.files.openBelow(this.name, request, (opened) => {
      // Somebody else holds it, or it is gone by now: the next open is scanned instead.
      if (!opened.ok) return;
      mcshield.after(scan.ends - host.world.now, 'scan of a written file', () => {
        opened.handle.close();
        this.#judgeWritten(operation, order, scan);
      });
    });
  }

  /** Nobody waits for the scan of a written file, so only its own length can be too much. */
  #judgeWritten(operation: CloseOperation, order: ScanOrder, { isGivenUp }: LimitedScan): void {
    if (isGivenUp) return reportTimeOut(this.#virusscan, operation);
    const content = this.#virusscan.host.files.peek(operation.path);
    if (!content.ok) return;
    const malware = findMalware(this.#virusscan, order.profile, content.bytes, order.macrosOnly);
    if (malware === undefined) this.#remember(operation.path);
    else this.#actOn(operation, order, malware);
  }

  /** A file on a share is fetched and held on its server while the client scans it (OPS-locking). */
  #scanOverNetwork(operation: OpenOperation, order: ScanOrder): Verdict {
    const { host, mcshield } = this.#virusscan;
    if (mcshield === undefined || !this.#virusscan.isOn('network-scan-holds-file')) return pass;
    // What a file on a share holds is not known before it was fetched.
    const { answered, ends, timedOut } = scanWithin(this.#virusscan, this.#threads.costOf(operation.path, 0));
    host.files.openBelow(
      this.name,
      {
        process: mcshield.process,
        path: operation.path,
        access: ['read'],
        share: shareRead,
        disposition: 'open-existing',
      },
      (opened) => {
        if (!opened.ok) return;
        mcshield.after(ends - host.world.now, 'scan of a file on a share', () => {
          const malware = findMalware(this.#virusscan, order.profile, opened.handle.read(), order.macrosOnly);
          opened.handle.close();
          if (malware !== undefined) this.#actOn(operation, order, malware);
        });
      },
    );
    return delay(answered - host.world.now, () => {
      if (timedOut) reportTimeOut(this.#virusscan, operation);
      return pass;
    });
  }

  /** An excluded path is decided by McShield too, and that takes a moment, or longer where all threads scan (KB55898). */
  #roundTrip(operation: OpenOperation, decide: () => Verdict): Verdict {
    const by = this.#virusscan.assume<number>('assume-exclusion-round-trip');
    if (by === 0 || !this.#virusscan.isOn('exclusion-costs-round-trip')) return decide();
    if (!this.#virusscan.isOn('exclusion-waits-for-thread')) return delay(by, decide);
    return this.#wait(operation, by, decide);
  }

  /**
   * Exclusions by path do not hold for unwanted programs. @source KB50998
   * @assumed Only programs are looked into, and at no other cost than the round trip.
   */
  #judgeExcluded(operation: OpenOperation): Verdict {
    const { host } = this.#virusscan;
    const isProgram = operation.access.execute || PROGRAM_TYPES.includes(extensionOf(operation.path).toLowerCase());
    if (!isProgram || !this.#virusscan.isOn('unwanted-ignores-path-exclusions')) return pass;
    const content = host.files.peek(operation.path);
    if (!content.ok) return pass;
    const profile = this.#profileOf(operation.process);
    const malware = findUnwanted(this.#virusscan, profile, content.bytes);
    if (malware === undefined) return pass;
    const kept = this.#actOn(operation, { profile, macrosOnly: false }, malware);
    return kept ? pass : deny(ERROR_ACCESS_DENIED, malware.name);
  }

  /** What is to be scanned, by the settings of the profile that the opening program belongs to. */
  #orderFor(operation: FileOperation, direction: Direction): ScanOrder | 'excluded' | 'skipped' {
    const { settings } = this.#virusscan;
    const profile = this.#profileOf(operation.process);
    if (!settings.get(direction === 'read' ? profile.scanOnRead : profile.scanOnWrite)) return 'skipped';
    if (operation.medium === 'network' && !settings.get(profile.scanNetwork)) return 'skipped';
    const types = settings.get(profile.fileTypes);
    if (this.#isExcluded(profile, operation.presentedPath, direction)) {
      if (this.#virusscan.isOn('on-access-overrides-exclusions')) return { profile, macrosOnly: false };
      return this.#macrosOverride(profile, types) ? { profile, macrosOnly: true } : 'excluded';
    }
    if (isScannedType(types, operation.path)) return { profile, macrosOnly: false };
    return types === 'default-and-macros' ? { profile, macrosOnly: true } : 'skipped';
  }

  #isExcluded(profile: ProfileSettings, path: string, direction: Direction): boolean {
    const { settings, host } = this.#virusscan;
    return settings
      .get(profile.exclusions)
      .some((item) => isExempt(item, path, direction, (value) => host.expand(value)));
  }

  /** The two macro options that, by KB1258#4, override exclusions; which of them the article means is not settled. */
  #macrosOverride(profile: ProfileSettings, types: FileTypes): boolean {
    const { settings } = this.#virusscan;
    const heuristics =
      this.#virusscan.isOn('macro-heuristics-override-exclusions') && settings.get(profile.macroHeuristics);
    const allFiles = this.#virusscan.isOn('macros-in-all-files-override-exclusions') && types === 'default-and-macros';
    return heuristics || allFiles;
  }

  #profileOf(process: FileProcess): ProfileSettings {
    const { settings } = this.#virusscan;
    if (settings.get(onlyDefaultProfile)) return profiles.default;
    const isIn = (names: readonly string[]) => names.some((name) => sameName(name, process.imageName));
    if (isIn(settings.get(profiles.highRisk.processes))) return profiles.highRisk;
    if (isIn(settings.get(profiles.lowRisk.processes))) return profiles.lowRisk;
    return profiles.default;
  }

  /** Cleans, deletes or leaves; true where the file stays as it is and may be used. */
  #actOn(operation: FileOperation, order: ScanOrder, malware: Malware): boolean {
    const { host, mcshield, settings } = this.#virusscan;
    const { action: first, unwantedAction } = order.profile;
    const action = settings.get(malware.kind === 'unwanted-program' ? unwantedAction : first);
    const detected = host.world.emit({
      host: host.name,
      component: 'virusscan',
      kind: 'virusscan.detected',
      subject: operation.path,
      details: { process: operation.process.imageName, action },
      causes: operation.causes,
    });
    return host.world.because(detected, () => {
      this.#virusscan.reportDetection(operation, malware, action);
      if (action === 'continue') return true;
      if (action !== 'deny' && mcshield !== undefined && this.#virusscan.isOn('detection-removes-file')) {
        // What is tried here cannot be cleaned, so the second action counts: the file goes.
        host.files.remove({ process: mcshield.process, path: operation.path, below: this.name }, () => {});
      }
      return !this.#virusscan.isOn('detection-denies-access');
    });
  }

  #isKnownClean(path: string): boolean {
    const written = this.#virusscan.host.files.stat(path)?.writtenAt;
    return written !== undefined && this.#clean.get(path) === written;
  }

  #remember(path: string): void {
    const written = this.#virusscan.host.files.stat(path)?.writtenAt;
    if (written !== undefined) this.#clean.set(path, written);
  }
}

const makesNew = ({ disposition }: OpenOperation) =>
  disposition === 'create-new' || disposition === 'create-always' || disposition === 'truncate-existing';

function isScannedType(types: FileTypes, path: string): boolean {
  if (types === 'all') return true;
  if (types === 'specified') return false;
  return DEFAULT_TYPES.includes(extensionOf(path).toLowerCase());
}
