import { baseName, foldName, foldPath } from '@scanclash/core';
import type { Process } from './process-table.ts';

/** What a program does that is no service: in its process, with the words behind its name. It ends the process itself. */
export type MainProgram = (process: Process, args: readonly string[]) => void;

/** A command line taken apart. */
export interface Command {
  readonly executable: string;
  readonly args: readonly string[];
}

/** The programs of a host that are no services, by executable: scheduled tasks, mailers, whatever is started by a command. */
export class ProgramTable {
  readonly #byPath = new Map<string, { readonly executable: string; readonly main: MainProgram }>();

  register(executable: string, main: MainProgram): void {
    this.#byPath.set(foldPath(executable), { executable, main });
  }

  /**
   * The program that a command means: by its path, or by its bare name, with or without `.exe`, as if all folders were
   * on the search path.
   */
  find(executable: string): { readonly executable: string; readonly main: MainProgram } | undefined {
    const exact = this.#byPath.get(foldPath(executable));
    if (exact !== undefined || executable.includes('\\')) return exact;
    const wanted = foldName(executable).replace(/\.EXE$/, '');
    for (const entry of this.#byPath.values()) {
      if (foldName(baseName(entry.executable)).replace(/\.EXE$/, '') === wanted) return entry;
    }
    return undefined;
  }
}

/** Parts a command line as CreateProcess and programs do: the program, in quotes or up to `.exe`, then its words. */
export function parseCommand(commandLine: string): Command {
  const trimmed = commandLine.trim();
  const match = /^"([^"]*)"|^.*?\.exe(?=\s|$)|^\S+/i.exec(trimmed);
  const whole = match?.[0] ?? '';
  const words = trimmed.slice(whole.length).match(/(?:[^\s"]|"[^"]*"?)+/g) ?? [];
  return { executable: match?.[1] ?? whole, args: words.map((word) => word.replaceAll('"', '')) };
}
