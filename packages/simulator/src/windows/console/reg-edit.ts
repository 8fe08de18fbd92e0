import type { SimulatedHost } from '../simulated-host.ts';
import { type ConsoleOutput, notModelled, unanswered } from './console-program.ts';
import { regDialect, shownKey } from './reg-dialect.ts';
import { regOptions } from './reg-options.ts';
import { isAddedType, valueFrom } from './reg-values.ts';
import { regKey } from './reg-view.ts';

/** What guards of the registry know this program by. */
export const PROGRAM = 'reg.exe';
/** System error 5, as reg.exe words it. */
const DENIED = 'Access is denied';

/** `reg add KEY [/v NAME | /ve] [/t TYPE] [/s SEPARATOR] [/d DATA] [/f]`; without a value it makes the key. */
export function regAdd(host: SimulatedHost, args: readonly string[]): ConsoleOutput {
  const dialect = regDialect(host);
  const options = regOptions(args, { flags: ['/ve', '/f'], valued: ['/v', '/t', '/s', '/d'] });
  const [typed, ...more] = options?.words ?? [];
  if (options === undefined || typed === undefined || more.length > 0) return dialect.invalidSyntax('add');
  const { given } = options;
  if ((given.has('/reg') && !dialect.takesView) || (given.has('/v') && given.has('/ve')))
    return dialect.invalidSyntax('add');
  const key = regKey(host, typed, options)?.key;
  if (key === undefined || !key.includes('\\')) return dialect.invalidKey('add');
  const name = given.has('/ve') ? '' : given.get('/v');
  if (name === undefined && !given.has('/d') && !given.has('/t')) {
    if (host.registryWrites.isDenied(PROGRAM, key)) return dialect.error(DENIED);
    host.registry.createKey(key);
    return dialect.success();
  }
  const type = (given.get('/t') ?? 'REG_SZ').toUpperCase();
  if (!isAddedType(type) || (type === 'REG_QWORD' && !dialect.knowsQword)) {
    return /^REG_(?:NONE|LINK|DWORD_(?:LITTLE|BIG)_ENDIAN)$/.test(type)
      ? notModelled(`reg add /t ${type}`)
      : dialect.invalidSyntax('add');
  }
  const data = given.get('/d');
  if (data === undefined && type.endsWith('WORD')) return notModelled(`reg add /t ${type} without /d`);
  const value = valueFrom(type, data ?? '', given.get('/s') ?? '\\0');
  if (value === undefined) return dialect.invalidSyntax('add', " Specify valid numeric value for '/d'.");
  if (host.registry.value(key, name ?? '').kind === 'known' && !given.has('/f')) {
    return unanswered(`Value ${name ?? ''} exists, overwrite(Yes/No)? `, 'use reg add /f');
  }
  if (host.registryWrites.isDenied(PROGRAM, key)) return dialect.error(DENIED);
  host.registry.setValue(key, name ?? '', value);
  return dialect.success();
}

/** `reg delete KEY [/v NAME | /ve | /va] [/f]`: one value, the default value, all values, or the key with all below it. */
export function regDelete(host: SimulatedHost, args: readonly string[]): ConsoleOutput {
  const dialect = regDialect(host);
  const options = regOptions(args, { flags: ['/ve', '/va', '/f'], valued: ['/v'] });
  const [typed, ...more] = options?.words ?? [];
  if (options === undefined || typed === undefined || more.length > 0) return dialect.invalidSyntax('delete');
  const { given } = options;
  const chosen = ['/v', '/ve', '/va'].filter((option) => given.has(option));
  if ((given.has('/reg') && !dialect.takesView) || chosen.length > 1) return dialect.invalidSyntax('delete');
  const key = regKey(host, typed, options)?.key;
  if (key === undefined || !key.includes('\\')) return dialect.invalidKey('delete');
  const values = host.registry.values(key);
  const name = given.has('/ve') ? '' : given.get('/v');
  const isMissing = name !== undefined && host.registry.value(key, name).kind !== 'known';
  if (values.kind !== 'known' || isMissing) return dialect.notFound();
  if (!given.has('/f')) {
    const all = `all values under the registry key ${shownKey(typed)}`;
    const one = name === undefined ? `the registry key ${shownKey(typed)}` : `the registry value ${name}`;
    return unanswered(`Permanently delete ${given.has('/va') ? all : one} (Yes/No)? `, 'use reg delete /f');
  }
  if (host.registryWrites.isDenied(PROGRAM, key)) return dialect.error(DENIED);
  if (name !== undefined) host.registry.deleteValue(key, name);
  else if (given.has('/va')) for (const each of values.value.keys()) host.registry.deleteValue(key, each);
  else host.registry.deleteKey(key);
  return dialect.success();
}
