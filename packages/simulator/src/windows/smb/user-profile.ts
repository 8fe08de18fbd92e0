import { asText, baseName, expandSz, type RegistryEditor, sameName } from '@scanclash/core';
import { hashText } from '../../kernel/murmur-hash.ts';

const PROFILE_LIST = 'HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\ProfileList';
const FIRST_RID = 1000;
const ADMINISTRATOR_RID = 500;

/** A user who has been logged on to a host before, or is now. */
export interface UserProfile {
  readonly name: string;
  /** `S-1-5-21-…-1000`; settings of the user are below `HKU\<SID>`. */
  readonly sid: string;
}

/** Where the settings of a user are. */
export const userKey = ({ sid }: UserProfile): string => `HKU\\${sid}`;

/** The users with a profile on a host, in the order in which they got it. */
export function userProfiles(registry: RegistryEditor): readonly UserProfile[] {
  const sids = registry.subkeys(PROFILE_LIST);
  return (sids.kind === 'known' ? sids.value : []).flatMap((sid) => {
    const image = registry.value(`${PROFILE_LIST}\\${sid}`, 'ProfileImagePath');
    const path = image.kind === 'known' ? asText(image.value) : undefined;
    return path === undefined ? [] : [{ name: baseName(path), sid }];
  });
}

/**
 * The profile of a user, made at the first logon.
 * @assumed Accounts are local, and their names those of the profile folders. The machine part of the SID follows from the
 * name of the host, the last part from the order of first logons.
 */
export function ensureProfile(registry: RegistryEditor, host: string, profiles: string, name: string): UserProfile {
  const known = userProfiles(registry);
  const present = known.find((profile) => sameName(profile.name, name));
  if (present !== undefined) return present;
  const rid = sameName(name, 'Administrator') ? ADMINISTRATOR_RID : FIRST_RID + known.length;
  const machine = [1, 2, 3].map((seed) => hashText(host.toUpperCase(), seed)).join('-');
  const profile = { name, sid: `S-1-5-21-${machine}-${rid}` };
  registry.setValue(`${PROFILE_LIST}\\${profile.sid}`, 'ProfileImagePath', expandSz(`${profiles}\\${name}`));
  registry.createKey(userKey(profile));
  return profile;
}
