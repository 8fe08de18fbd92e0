import { sameName } from '@scanclash/core';
import type { Malware } from '@scanclash/simulator';
import type { ProfileSettings } from '../profile-settings.ts';
import { type UnwantedClass, unwantedClasses, unwantedExempt } from '../unwanted-settings.ts';
import type { VirusscanHost } from './virusscan-host.ts';

/** Beginnings of detection names, with the class that each stands for. @assumed HOLE-unwanted-programs */
const CLASS_OF_PREFIX: Readonly<Record<string, UnwantedClass>> = {
  spyware: 'spyware',
  adware: 'adware',
  remadm: 'remoteAdministration',
  pwcrack: 'passwordCrackers',
  dialer: 'dialers',
  joke: 'jokes',
};

/**
 * Whether a detection counts although it is of no virus: unwanted programs are looked for, its class is on, and its name
 * is not exempt. @source STIG ApplyNVP, DetectSpyware; KB50998: exempt by name.
 */
export function isUnwanted({ settings }: VirusscanHost, profile: ProfileSettings, { name }: Malware): boolean {
  if (!settings.get(profile.findUnwanted)) return false;
  const prefix = (name.split('-')[0] as string).toLowerCase();
  const known = CLASS_OF_PREFIX[prefix];
  if (known !== undefined && !settings.get(unwantedClasses[known])) return false;
  return !settings.get(unwantedExempt).some((exempt) => sameName(exempt, name));
}
