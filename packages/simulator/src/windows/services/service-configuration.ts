import {
  asDword,
  asText,
  asTexts,
  dword,
  expandSz,
  multiSz,
  type RegistryEditor,
  type RegistryReader,
  sz,
} from '@scanclash/core';

export const SERVICES_KEY = 'HKLM\\SYSTEM\\CurrentControlSet\\Services';

/** Start types as the registry numbers them (value `Start`). */
export const START_TYPE = { boot: 0, system: 1, auto: 2, demand: 3, disabled: 4 } as const;
export type StartType = keyof typeof START_TYPE;

/** Own-process Win32 service; values up to 8 are drivers, which the service control manager does not run as processes. */
const WIN32_OWN_PROCESS = 0x10;
const FIRST_WIN32_TYPE = 0x10;

/** What the service database holds of a service: the registry below `Services`, and nothing else. */
export interface ServiceConfiguration {
  readonly name: string;
  readonly displayName: string;
  readonly start: StartType;
  readonly imagePath: string;
  readonly dependsOn: readonly string[];
  readonly account: string;
}

export function readService(registry: RegistryReader, name: string): ServiceConfiguration | undefined {
  const key = `${SERVICES_KEY}\\${name}`;
  const start = dwordAt(registry, key, 'Start');
  const type = dwordAt(registry, key, 'Type');
  if (start === undefined || type === undefined || type < FIRST_WIN32_TYPE) return undefined;
  const dependencies = registry.value(key, 'DependOnService');
  return {
    name,
    displayName: textAt(registry, key, 'DisplayName') ?? name,
    start: startTypeOf(start),
    imagePath: textAt(registry, key, 'ImagePath') ?? '',
    dependsOn: dependencies.kind === 'known' ? (asTexts(dependencies.value) ?? []) : [],
    account: textAt(registry, key, 'ObjectName') ?? 'LocalSystem',
  };
}

export function serviceNames(registry: RegistryReader): readonly string[] {
  const keys = registry.subkeys(SERVICES_KEY);
  return keys.kind === 'known' ? keys.value : [];
}

export interface ServiceToInstall {
  readonly name: string;
  readonly displayName: string;
  readonly imagePath: string;
  readonly start?: StartType;
  readonly dependsOn?: readonly string[];
  readonly description?: string;
}

/** Registers a service as its setup program would. */
export function installService(registry: RegistryEditor, service: ServiceToInstall): void {
  const key = `${SERVICES_KEY}\\${service.name}`;
  registry.setValue(key, 'Type', dword(WIN32_OWN_PROCESS));
  registry.setValue(key, 'Start', dword(START_TYPE[service.start ?? 'auto']));
  registry.setValue(key, 'ErrorControl', dword(1));
  registry.setValue(
    key,
    'ImagePath',
    expandSz(service.imagePath.includes(' ') ? `"${service.imagePath}"` : service.imagePath),
  );
  registry.setValue(key, 'DisplayName', sz(service.displayName));
  registry.setValue(key, 'ObjectName', sz('LocalSystem'));
  if (service.dependsOn !== undefined && service.dependsOn.length > 0) {
    registry.setValue(key, 'DependOnService', multiSz(service.dependsOn));
  }
  if (service.description !== undefined) registry.setValue(key, 'Description', sz(service.description));
}

/** The executable of an image path: without quotes and arguments. */
export function executableOf(imagePath: string): string {
  const quoted = /^"([^"]+)"/.exec(imagePath)?.[1];
  if (quoted !== undefined) return quoted;
  return /^.*?\.exe/i.exec(imagePath)?.[0] ?? imagePath;
}

function startTypeOf(start: number): StartType {
  const found = (Object.keys(START_TYPE) as StartType[]).find((type) => START_TYPE[type] === start);
  return found ?? 'disabled';
}

function textAt(registry: RegistryReader, key: string, name: string): string | undefined {
  const reading = registry.value(key, name);
  return reading.kind === 'known' ? asText(reading.value) : undefined;
}

function dwordAt(registry: RegistryReader, key: string, name: string): number | undefined {
  const reading = registry.value(key, name);
  return reading.kind === 'known' ? asDword(reading.value) : undefined;
}
