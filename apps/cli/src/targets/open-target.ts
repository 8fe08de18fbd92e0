import type { Io } from '../io.ts';
import type { Progress } from '../output/progress.ts';
import type { EpoOptions } from './epo-target.ts';
import type { OpenedTarget } from './opened-target.ts';
import type { SimulationOptions } from './simulated-target.ts';
import type { Target } from './target.ts';
import type { WinrmOptions } from './winrm-target.ts';

export interface OpenOptions extends SimulationOptions, EpoOptions, WinrmOptions {
  /** The hosts that are wanted: one of them may name the host of a bundle made by hand. */
  readonly hosts: readonly string[];
  readonly progress: Progress;
}

/** Opens a target; what a kind of target needs is loaded with the first of its kind. */
export async function openTarget(target: Target, io: Io, options: OpenOptions): Promise<OpenedTarget> {
  switch (target.kind) {
    case 'simulated': {
      const { openSimulated } = await import('./simulated-target.ts');
      return openSimulated(target, options);
    }
    case 'ndjson': {
      const { openNdjson } = await import('./ndjson-target.ts');
      return openNdjson(io);
    }
    case 'local': {
      const { openLocal } = await import('./local-target.ts');
      return openLocal(target, io);
    }
    case 'winrm': {
      const { openWinrm } = await import('./winrm-target.ts');
      return openWinrm(target, io, options);
    }
    case 'epo': {
      const { openEpo } = await import('./epo-target.ts');
      return openEpo(target, io, options);
    }
    case 'bundle': {
      const { openRecorded } = await import('./bundle-target.ts');
      return openRecorded(target, options.hosts);
    }
  }
}
