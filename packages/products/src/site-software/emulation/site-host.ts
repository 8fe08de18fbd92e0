import { joinPath } from '@scanclash/core';
import { HostSettings, type SimulatedHost } from '@scanclash/simulator';
import { siteSettings } from '../settings.ts';

export const FOLDER = 'C:\\Program Files\\Example Service';
export const PROGRAM = joinPath(FOLDER, 'service.exe');
export const LIBRARY = joinPath(FOLDER, 'service.dll');

/** A file of a version of the service. */
export const fileOfVersion = (version: number) => new TextEncoder().encode(`MZ version ${version}`);

/** What the parts of the site's software on one host share. */
export class SiteHost {
  readonly host: SimulatedHost;
  readonly settings: HostSettings<true>;
  constructor(host: SimulatedHost) {
    this.host = host;
    this.settings = new HostSettings<true>(host.world, {
      host: host.name,
      namespace: 'site',
      registry: host.registry,
      settings: siteSettings,
      context: true,
    });
  }

  /** The version that a file says it is of; 0 where it is not there. */
  versionOf(path: string): number {
    const content = this.host.files.peek(path);
    return content.ok ? versionIn(content.bytes) : 0;
  }
}

export const versionIn = (bytes: Uint8Array): number =>
  Number(/version (\d+)/.exec(new TextDecoder().decode(bytes))?.[1] ?? 0);
