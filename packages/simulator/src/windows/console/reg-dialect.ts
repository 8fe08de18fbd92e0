import { longKey } from '@scanclash/core';
import type { SimulatedHost } from '../simulated-host.ts';
import { type ConsoleOutput, fails, lines, prints } from './console-program.ts';
import { isBeforeVista } from './generation.ts';

/**
 * How a version of reg.exe puts things.
 *
 * Version 3.0 is that of Windows XP and Server 2003: a banner, columns parted by tabs, `<NO NAME>` for the default value, messages
 * without a full stop and behind an empty line. Windows 2000 has reg.exe on its CD only (Support Tools).
 *
 * @source Captures of `! REG.EXE VERSION 3.0` in Microsoft's PowerShell documentation and in public tests (banner, tabs,
 * `<NO NAME>`); strings of a reg.exe of Windows XP in a public signature ("Error:  The system was unable ...").
 * @assumed Windows 2000 prints like version 3.0; all errors go to stderr; the key is printed even where it holds no values.
 */
export interface RegDialect {
  readonly banner: readonly string[];
  readonly separator: string;
  readonly defaultName: string;
  /** What is shown for a default value that is not set. */
  readonly unsetDefault: string;
  /** REG_MULTI_SZ: what ends the list. */
  readonly listEnd: string;
  /** `/reg:32` and `/reg:64` came with Windows Vista. */
  readonly takesView: boolean;
  readonly knowsQword: boolean;
  success(): ConsoleOutput;
  notFound(): ConsoleOutput;
  invalidSyntax(command: string, what?: string): ConsoleOutput;
  invalidKey(command: string): ConsoleOutput;
  /** Another error, worded without its full stop. */
  error(text: string): ConsoleOutput;
}

export function regDialect(host: SimulatedHost): RegDialect {
  return isBeforeVista(host) ? version3 : sinceVista;
}

const version3: RegDialect = {
  banner: ['! REG.EXE VERSION 3.0', ''],
  separator: '\t',
  defaultName: '<NO NAME>',
  unsetDefault: '',
  listEnd: '\\0\\0',
  takesView: false,
  knowsQword: false,
  success: () => prints(lines('', 'The operation completed successfully')),
  notFound: () => version3.error('The system was unable to find the specified registry key or value'),
  invalidSyntax: () => version3.error('Invalid command-line parameters'),
  invalidKey: () => version3.error('Invalid key name'),
  error: (text) => fails(lines('', `Error:  ${text}`)),
};

const sinceVista: RegDialect = {
  banner: [],
  separator: '    ',
  defaultName: '(Default)',
  unsetDefault: '(value not set)',
  listEnd: '',
  takesView: true,
  knowsQword: true,
  success: () => prints(lines('The operation completed successfully.')),
  notFound: () => sinceVista.error('The system was unable to find the specified registry key or value'),
  invalidSyntax: (command, what = '') =>
    fails(lines(`ERROR: Invalid syntax.${what}`, `Type "REG ${command.toUpperCase()} /?" for usage.`)),
  invalidKey: (command) =>
    fails(lines('ERROR: Invalid key name.', `Type "REG ${command.toUpperCase()} /?" for usage.`)),
  error: (text) => fails(lines(`ERROR: ${text}.`)),
};

/** The key as reg.exe prints it: as it was typed, with the long name of its root. */
export function shownKey(typed: string): string {
  return longKey(typed);
}
