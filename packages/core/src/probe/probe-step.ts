import type { CommandLine } from '../transport/command-line.ts';

/** Of the folder that a probe makes below each folder that it looks at. */
export const PROBE_FOLDER = 'scanclash-probe';

/** Scanners look at programs whatever else they leave out. */
const PROBE_FILE = 'probe.com';

/** What a probe does on a host, as plain data. These are the only commands beside the questions, and they write. */
export type ProbeStep =
  /** Shows a text as it would be written. */
  | { readonly id: 'probe-show'; readonly text: string }
  /** Makes a folder of its own; fails where there is one. */
  | { readonly id: 'probe-make'; readonly folder: string }
  /** Writes the first half of the test file, then the second. */
  | { readonly id: 'probe-write'; readonly folder: string; readonly half: string; readonly isFirst: boolean }
  | { readonly id: 'probe-read'; readonly folder: string }
  /** Takes the folder away with the file. */
  | { readonly id: 'probe-remove'; readonly folder: string };

/** What the interpreter would make something else of, even between quotes. */
const UNQUOTABLE = /["\u0000-\u001f]/;

/**
 * The command line of a step. The test file is written by the host itself, in two halves: no command line, and no log of
 * command lines, holds what a scanner would take for a virus.
 */
export function probeCommandOf(step: ProbeStep): CommandLine {
  if (step.id === 'probe-show') return { ok: true, command: written(step.text) };
  if (UNQUOTABLE.test(step.folder)) {
    return { ok: false, reason: `${JSON.stringify(step.folder)} cannot be quoted for the command line` };
  }
  const file = `"${step.folder}\\${PROBE_FILE}"`;
  switch (step.id) {
    case 'probe-make':
      return { ok: true, command: `mkdir "${step.folder}"` };
    case 'probe-write':
      return { ok: true, command: `${written(step.half)} ${step.isFirst ? '>' : '>>'} ${file}` };
    case 'probe-read':
      return { ok: true, command: `type ${file}` };
    case 'probe-remove':
      return { ok: true, command: `rmdir /s /q "${step.folder}"` };
  }
}

/** What `set /p` asks is written without a line end, and quotes keep what is in it from the interpreter. */
const written = (text: string): string => `<nul set /p "=${text}"`;
