import { ERROR_INVALID_NAME, shareRead } from '../files/index.ts';
import type { Process } from '../process-table.ts';
import type { SimulatedHost } from '../simulated-host.ts';
import type { Redirection } from './command-line.ts';
import { fullPath } from './console-path.ts';
import { bytesOf, type ConsoleOutput, fails, lines } from './console-program.ts';

/**
 * Runs a command with its output going to a file, which cmd.exe opens before and holds meanwhile: the command does not run
 * where that fails. Others may read the file, not write it.
 */
export function redirectedTo(
  console: { readonly host: SimulatedHost; readonly shell: () => Process },
  to: Redirection,
  run: (finish: (output: ConsoleOutput) => void) => void,
  done: (output: ConsoleOutput) => void,
): void {
  if (to.path.toLowerCase() === 'nul') return run((output) => done({ ...output, stdout: '' }));
  const path = fullPath(to.path);
  if (path === undefined) return done(fails(lines(ERROR_INVALID_NAME.text)));
  const request = {
    process: console.shell(),
    path,
    access: 'write',
    share: shareRead,
    disposition: to.append ? 'open-always' : 'create-always',
  } as const;
  console.host.files.open(request, (opened) => {
    if (!opened.ok) return done(fails(lines(opened.error.text)));
    run((output) => {
      const bytes = bytesOf(output.stdout);
      const written = to.append ? opened.handle.append(bytes) : opened.handle.write(bytes);
      opened.handle.close();
      if (written.ok) done({ ...output, stdout: '' });
      else done({ exitCode: 1, stdout: '', stderr: output.stderr + lines(written.error.text) });
    });
  });
}
