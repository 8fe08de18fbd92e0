import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A Windows of Wine's making: its own reg.exe, sc.exe and cmd.exe, in a folder of its own. */
export interface WineHost {
  /** A folder on its drive C:, as the machine around it sees it. */
  readonly folder: string;
  /** Runs its command interpreter there. */
  readonly run: (...words: readonly string[]) => string;
  readonly importRegistry: (reg: Uint8Array) => void;
  readonly remove: () => void;
}

/**
 * Linux is asked not to choose addresses by chance, or the heap of one process in thousands takes the place that Wine needs,
 * and that process ends at once (image/Dockerfile says more). A container may forbid that; Wine then has to take its chance.
 */
const START =
  spawnSync('setarch', ['-R', 'true']).status === 0
    ? { program: 'setarch', args: ['-R', 'wine'] }
    : { program: 'wine', args: [] };

export const WINE = { program: START.program, args: [...START.args, 'cmd', '/d', '/c'] };

/** Whether Wine is here; where it is not, one line says what to install. */
export function hasWine(): boolean {
  const found = spawnSync('wine', ['--version']).status === 0;
  if (!found) {
    process.stderr.write('Skipped: no wine here. On Debian: apt-get install --no-install-recommends wine wine64\n');
  }
  return found;
}

/**
 * What Wine looks for in the environment, for the processes of this test too: LocalTransport starts them itself. Its
 * temporary folders are put where nobody else has any.
 */
export function makeWineHost(): WineHost {
  const root = mkdtempSync(join(tmpdir(), 'scanclash-wine-'));
  Object.assign(process.env, { WINEPREFIX: join(root, 'prefix'), WINEDEBUG: '-all', TMPDIR: root });
  wine(root, 'wineboot', '-i');
  const folder = join(root, 'prefix', 'drive_c', 'scanclash trial');
  spawnSync('mkdir', [folder]);
  const run = (...words: readonly string[]) => wine(folder, 'cmd', '/d', '/c', ...words);
  return {
    folder,
    run,
    importRegistry: (reg) => {
      writeFileSync(join(folder, 'import.reg'), reg);
      run('reg', 'import', 'import.reg');
      rmSync(join(folder, 'import.reg'));
    },
    remove: () => {
      spawnSync('wineserver', ['-k']);
      rmSync(root, { recursive: true, force: true });
    },
  };
}

function wine(cwd: string, ...words: readonly string[]): string {
  const { status, stdout, error } = spawnSync(START.program, [...START.args, ...words], {
    cwd,
    encoding: 'utf8',
    timeout: 240_000,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`wine ${words.join(' ')} exited with ${status}: ${stdout}`);
  return stdout;
}
