import { asDword, asText, type RegistryReader } from '@scanclash/core';
import type { Microseconds } from '../../kernel/index.ts';
import type { WindowsVersion } from '../windows-version.ts';

const CONTROL_KEY = 'HKLM\\SYSTEM\\CurrentControlSet\\Control';

/** How long the service control manager waits, µs. */
export interface ServiceLimits {
  /** For a service process to connect. */
  readonly connect: Microseconds;
  /** For all services together at shutdown. */
  readonly shutdown: Microseconds;
}

/**
 * The limits of a host: `ServicesPipeTimeout` (DWORD) and `WaitToKillServiceTimeout` (text), both in ms.
 * @source TechNet, event 7009 (30 s); KB203878 and KB146092 (20 s). From 2008 R2 on the second is 12 s.
 */
export function readServiceLimits(registry: RegistryReader, windows: WindowsVersion): ServiceLimits {
  const pipe = registry.value(CONTROL_KEY, 'ServicesPipeTimeout');
  const kill = registry.value(CONTROL_KEY, 'WaitToKillServiceTimeout');
  const connect = pipe.kind === 'known' ? asDword(pipe.value) : undefined;
  const text = kill.kind === 'known' ? asText(kill.value) : undefined;
  const shutdown = text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
  return {
    connect: (connect ?? 30_000) * 1000,
    shutdown: (shutdown ?? (windows === '2008 R2' ? 12_000 : 20_000)) * 1000,
  };
}
