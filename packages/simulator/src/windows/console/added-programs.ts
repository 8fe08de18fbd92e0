import { foldName } from '@scanclash/core';
import type { SimulatedHost } from '../simulated-host.ts';
import type { ConsoleProgram } from './console-program.ts';

/** By host, by folded name. */
const added = new WeakMap<SimulatedHost, Map<string, ConsoleProgram>>();

/** Puts a program on the search path of a host's console, by its name without `.exe`. */
export function addConsoleProgram(host: SimulatedHost, name: string, program: ConsoleProgram): void {
  const programs = added.get(host) ?? new Map<string, ConsoleProgram>();
  programs.set(foldName(name), program);
  added.set(host, programs);
}

/** What a product has put there. */
export const addedProgram = (host: SimulatedHost, name: string): ConsoleProgram | undefined =>
  added.get(host)?.get(foldName(name));
