import { anyOf, baseName, type Cursor, isBelow, type RuleFunction, sameName, samePath } from '@scanclash/core';

const two = (first: string, second: string) => [
  { name: first, type: 'string' as const },
  { name: second, type: 'string' as const },
];

/** Whether a path is a folder or lies below it. */
const within = (path: string, folder: string) => samePath(path, folder) || isBelow(path, folder);

export const sameOrBelow: RuleFunction = {
  name: 'sameOrBelow',
  title: 'Whether a path is a folder or lies below it',
  parameters: two('path', 'folder'),
  returns: 'bool',
  evaluate: (_, path, folder) => within(path as string, folder as string),
};

export const overlaps: RuleFunction = {
  name: 'overlaps',
  title: 'Whether one of two folders lies in the other',
  parameters: two('folder', 'other'),
  returns: 'bool',
  evaluate: (_, a, b) => within(a as string, b as string) || within(b as string, a as string),
};

export const sameProgram: RuleFunction = {
  name: 'sameProgram',
  title: 'Whether a path or name of a program has this image name',
  parameters: two('path', 'program'),
  returns: 'bool',
  evaluate: (_, path, program) => sameName(baseName(path as string), program as string),
};

/** The name of a host without its domain. */
const hostPart = (name: string) => (name.replace(/^\\\\/, '').split('.')[0] as string).toUpperCase();

export const startsProgram: RuleFunction = {
  name: 'startsProgram',
  title: 'Whether the image path of a service starts the program of this path; quotes and arguments are not looked at',
  parameters: two('imagePath', 'program'),
  returns: 'bool',
  evaluate: (_, imagePath, program) => {
    const text = (imagePath as string).trim();
    const executable = /^"([^"]+)"/.exec(text)?.[1] ?? /^.*?\.exe/i.exec(text)?.[0] ?? text;
    return samePath(executable, program as string);
  },
};

export const sameHost: RuleFunction = {
  name: 'sameHost',
  title: 'Whether two names mean the same host; domains are not looked at',
  parameters: two('name', 'other'),
  returns: 'bool',
  evaluate: (_, a, b) => hostPart(a as string) === hostPart(b as string),
};

/** Whether a UNC path leads into a folder of a host, by a share or an administrative share. */
export const reaches: RuleFunction = {
  name: 'reaches',
  title: 'Whether a UNC path leads to, into or around a folder of a host, through one of its shares',
  parameters: [
    { name: 'unc', type: 'string' },
    { name: 'host', type: 'string' },
    { name: 'shares', type: { fact: 'windows.shares' } },
    { name: 'folder', type: 'string' },
  ],
  returns: 'bool',
  evaluate: (read, unc, host, shares, folder) => {
    const match = /^\\\\([^\\]+)\\([^\\]+)\\?(.*)$/.exec(unc as string);
    if (match === null || hostPart(match[1] as string) !== hostPart(host as string)) return false;
    const [, , share = '', rest = ''] = match;
    const leadsTo = (base: string) => {
      const path = `${base.replace(/\\+$/, '')}\\${rest}`;
      return within(path, folder as string) || within(folder as string, path);
    };
    const drive = /^([A-Za-z])\$$/.exec(share)?.[1];
    if (drive !== undefined) return leadsTo(`${drive}:`);
    const found = anyOf(read.items(shares as Cursor), (entry) => {
      if (typeof entry !== 'object' || !('fact' in entry)) return entry;
      const [name, path] = [read.field(entry, 'name'), read.field(entry, 'path')];
      if (typeof name !== 'string') return name ?? false;
      if (!sameName(name, share)) return false;
      return typeof path === 'string' ? leadsTo(path) : (path ?? false);
    });
    return found === false && read.isCut(shares as Cursor) ? read.unread(shares as Cursor) : found;
  },
};
