import { z } from 'zod';
import type { ProbedFolder, ProbeResult } from '../probe/run-probe.ts';

const folder = z.strictObject({
  folder: z.string(),
  outcome: z.enum(['untouched', 'touched', 'not-probed']),
  detail: z.string().optional().describe('How it was touched, or why it was not probed.'),
});

export const reportedProbe = z.strictObject({
  host: z.string(),
  control: folder.describe('Where nothing is excluded: left alone there, too, a test file proves nothing.'),
  folders: z.array(folder),
  leftBehind: z.array(z.string()).describe('Folders of the probe that could not be removed again.'),
});

interface Probed {
  readonly name: string;
  readonly probe?: ProbeResult | undefined;
}

export const probesOf = (hosts: readonly Probed[]): z.output<typeof reportedProbe>[] =>
  hosts.flatMap(({ name, probe }) => {
    if (probe === undefined) return [];
    const { control, folders, leftBehind } = probe;
    return [{ host: name, control: described(control), folders: folders.map(described), leftBehind: [...leftBehind] }];
  });

function described(one: ProbedFolder): z.output<typeof folder> {
  const { kind: outcome, folder: path } = one;
  if (one.kind === 'untouched') return { folder: path, outcome };
  return { folder: path, outcome, detail: one.kind === 'touched' ? one.how : one.why };
}

/** What a person has to clean up. */
export const probeProblems = (hosts: readonly Probed[]) =>
  hosts.flatMap(({ name, probe }) =>
    (probe?.leftBehind ?? []).map((path) => ({
      code: 'SC-PROBE-001',
      problem: `${name}: ${path} could not be removed`,
      hint: `Remove it by hand: rmdir /s /q "${path}"`,
    })),
  );
