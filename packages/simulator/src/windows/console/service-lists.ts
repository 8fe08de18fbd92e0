import { dwordAt, foldName, textAt } from '@scanclash/core';
import { serviceKey } from '../services/service-configuration.ts';
import type { SimulatedHost } from '../simulated-host.ts';

/**
 * The services that depend on a service, directly or by way of others: those first that must stop first.
 * @assumed Among services that may stop in any order, that of their names.
 */
export function allDependents(host: SimulatedHost, name: string): readonly string[] {
  const found: string[] = [];
  const visit = (service: string): void => {
    for (const other of host.services.names()) {
      const dependencies = host.services.configuration(other)?.dependsOn ?? [];
      const depends = dependencies.some((dependency) => foldName(dependency) === foldName(service));
      if (!depends || found.includes(other) || foldName(other) === foldName(name)) continue;
      visit(other);
      if (!found.includes(other)) found.push(other);
    }
  };
  visit(name);
  return found;
}

export function isActive(host: SimulatedHost, name: string): boolean {
  return host.services.status(name).state !== 'STOPPED';
}

export function serviceNumber(host: SimulatedHost, name: string, value: string): number | undefined {
  return dwordAt(host.registry, serviceKey(name), value);
}

export function serviceText(host: SimulatedHost, name: string, value: string): string | undefined {
  return textAt(host.registry, serviceKey(name), value);
}
