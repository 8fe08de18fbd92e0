import { foldName } from '@scanclash/core';
import type { SimulatedHost } from '../simulated-host.ts';
import type { ConsoleProgram } from './console-program.ts';

/** By folded name; what a host keeps under this name. */
type AddedPrograms = Map<string, ConsoleProgram>;
const PART = 'console programs';

/** Puts a program on the search path of a host's console, by its name without `.exe`. */
export function addConsoleProgram(host: SimulatedHost, name: string, program: ConsoleProgram): void {
  const programs = host.partIfAny<AddedPrograms>(PART) ?? host.keep<AddedPrograms>(PART, new Map());
  programs.set(foldName(name), program);
}

/** What a product has put there. */
export const addedProgram = (host: SimulatedHost, name: string): ConsoleProgram | undefined =>
  host.partIfAny<AddedPrograms>(PART)?.get(foldName(name));
