import {
  dword,
  dwordAt,
  expandSz,
  multiSz,
  type RegistryEditor,
  type RegistryReader,
  sz,
  textAt,
  textsAt,
} from '@scanclash/core';
import { type FailureActions, parseFailureActions, writeFailureActions } from './failure-actions.ts';

export const SERVICES_KEY = 'HKLM\\SYSTEM\\CurrentControlSet\\Services';

/** The key of a service. */
export const serviceKey = (name: string): string => `${SERVICES_KEY}\\${name}`;

/** Start types as the registry numbers them (value `Start`). */
export const START_TYPE = { boot: 0, system: 1, auto: 2, demand: 3, disabled: 4 } as const;
export type StartType = keyof typeof START_TYPE;

/** Own-process Win32 service; values up to 8 are drivers, which the service control manager does not run as processes. */
const WIN32_OWN_PROCESS = 0x10;
const FIRST_WIN32_TYPE = 0x10;
/** SC_GROUP_IDENTIFIER: what a dependency on a group begins with where services and groups stand in one list. */
const GROUP_MARK = '+';

/** What the service database holds of a service: the registry below `Services`, and nothing else. */
export interface ServiceConfiguration {
  readonly name: string;
  readonly displayName: string;
  readonly start: StartType;
  /** Automatic, but only when the others have had two minutes; from Windows 2008 on. */
  readonly delayed: boolean;
  readonly imagePath: string;
  readonly dependsOn: readonly string[];
  /** Load order groups of which a member must run. */
  readonly dependsOnGroups: readonly string[];
  /** The load order group that it belongs to. */
  readonly group: string | undefined;
  readonly account: string;
}

/** @param name - As the registry spells it. Undefined for drivers, and where `Start` or `Type` is missing. */
export function readService(registry: RegistryReader, name: string): ServiceConfiguration | undefined {
  const key = serviceKey(name);
  const start = dwordAt(registry, key, 'Start');
  const type = dwordAt(registry, key, 'Type');
  if (start === undefined || type === undefined || type < FIRST_WIN32_TYPE) return undefined;
  const services = textsAt(registry, key, 'DependOnService');
  const marked = services.filter((entry) => entry.startsWith(GROUP_MARK)).map((entry) => entry.slice(1));
  return {
    name,
    displayName: textAt(registry, key, 'DisplayName') ?? name,
    start: startTypeOf(start),
    delayed: dwordAt(registry, key, 'DelayedAutoStart') === 1,
    imagePath: textAt(registry, key, 'ImagePath') ?? '',
    dependsOn: services.filter((entry) => !entry.startsWith(GROUP_MARK)),
    dependsOnGroups: [...textsAt(registry, key, 'DependOnGroup'), ...marked],
    group: textAt(registry, key, 'Group'),
    account: textAt(registry, key, 'ObjectName') ?? 'LocalSystem',
  };
}

/** What is to be done when a service fails, and the command line of the action that runs a program. */
export function readFailureActions(
  registry: RegistryReader,
  name: string,
): { readonly actions: FailureActions; readonly command: string } | undefined {
  const key = serviceKey(name);
  const stored = registry.value(key, 'FailureActions');
  const actions = stored.kind === 'known' ? parseFailureActions(stored.value) : undefined;
  return actions === undefined ? undefined : { actions, command: textAt(registry, key, 'FailureCommand') ?? '' };
}

/** The keys below `Services`, services and drivers, as the registry lists them. */
export function serviceNames(registry: RegistryReader): readonly string[] {
  const keys = registry.subkeys(SERVICES_KEY);
  return keys.kind === 'known' ? keys.value : [];
}

/** What can be changed of a service; what is not named stays. */
export interface ServiceChanges {
  readonly displayName?: string;
  readonly imagePath?: string;
  readonly start?: StartType;
  readonly delayed?: boolean;
  readonly dependsOn?: readonly string[];
  readonly dependsOnGroups?: readonly string[];
  readonly group?: string;
  readonly account?: string;
}

export interface ServiceToInstall extends ServiceChanges {
  readonly name: string;
  readonly displayName: string;
  readonly imagePath: string;
  readonly description?: string;
  readonly failureActions?: FailureActions;
  /** Command line of the failure action `run-command`. */
  readonly failureCommand?: string;
}

/** Registers a service as its setup program would; automatic where nothing else is said, its path in quotes if need be. */
export function installService(registry: RegistryEditor, service: ServiceToInstall): void {
  const key = serviceKey(service.name);
  registry.setValue(key, 'Type', dword(WIN32_OWN_PROCESS));
  registry.setValue(key, 'ErrorControl', dword(1));
  const imagePath = quoted(service.imagePath);
  writeService(registry, service.name, { start: 'auto', account: 'LocalSystem', ...service, imagePath });
  if (service.description !== undefined) registry.setValue(key, 'Description', sz(service.description));
  if (service.failureActions !== undefined) {
    registry.setValue(key, 'FailureActions', writeFailureActions(service.failureActions));
  }
  if (service.failureCommand !== undefined) registry.setValue(key, 'FailureCommand', sz(service.failureCommand));
}

/** Writes what changes of a service into the registry; a list that is empty is removed. */
export function writeService(registry: RegistryEditor, name: string, changes: ServiceChanges): void {
  const key = serviceKey(name);
  const { displayName, imagePath, start, delayed, dependsOn, dependsOnGroups, group, account } = changes;
  if (start !== undefined) registry.setValue(key, 'Start', dword(START_TYPE[start]));
  if (delayed !== undefined) registry.setValue(key, 'DelayedAutoStart', dword(delayed ? 1 : 0));
  if (imagePath !== undefined) registry.setValue(key, 'ImagePath', expandSz(imagePath));
  if (displayName !== undefined) registry.setValue(key, 'DisplayName', sz(displayName));
  if (account !== undefined) registry.setValue(key, 'ObjectName', sz(account));
  if (group !== undefined) registry.setValue(key, 'Group', sz(group));
  for (const [value, list] of [
    ['DependOnService', dependsOn],
    ['DependOnGroup', dependsOnGroups],
  ] as const) {
    if (list === undefined) continue;
    if (list.length === 0) registry.deleteValue(key, value);
    else registry.setValue(key, value, multiSz(list));
  }
}

/** The executable of an image path: without quotes and arguments. */
export function executableOf(imagePath: string): string {
  const inQuotes = /^"([^"]+)"/.exec(imagePath)?.[1];
  if (inQuotes !== undefined) return inQuotes;
  return /^.*?\.exe/i.exec(imagePath)?.[0] ?? imagePath;
}

/** A bare path with blanks in quotes, as setup programs write it; what has arguments or quotes is left alone. */
function quoted(imagePath: string): string {
  return /^[^"]* [^"]*\.exe$/i.test(imagePath) ? `"${imagePath}"` : imagePath;
}

function startTypeOf(start: number): StartType {
  const found = (Object.keys(START_TYPE) as StartType[]).find((type) => START_TYPE[type] === start);
  return found ?? 'disabled';
}
