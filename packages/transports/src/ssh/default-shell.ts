import type { CommandLine } from '@scanclash/core';

/** What a server hands a command line to. A POSIX shell is one in front of Windows: Cygwin, MSYS. */
export type DefaultShell = 'cmd' | 'powershell' | 'posix';

/** Asked first; each kind of shell makes something else of it. */
export const SHELL_QUESTION = 'echo %OS% $PSHOME';

/** Which shell it was that answered; undefined where it is none of those. */
export function shellOf(answer: string): DefaultShell | undefined {
  const text = answer.trim().replace(/\s+/g, ' ');
  if (text === 'Windows_NT $PSHOME') return 'cmd';
  if (text === '%OS%') return 'posix';
  return /^%OS% \S/.test(text) && !text.includes('$PSHOME') ? 'powershell' : undefined;
}

const NAME = 'SCANCLASH_QUESTION';

/**
 * A command line of cmd.exe as the default shell has to get it. Other shells put it into a variable, which cmd.exe fills
 * in before it reads the line: so nobody takes its quotes apart on the way. `call` fills in the variables of the line
 * itself, and lets cmd.exe of Wine see commands of its own in it; it would double a caret.
 */
export function inShell(shell: DefaultShell, command: string): CommandLine {
  if (shell === 'cmd') return { ok: true, command };
  if (command.includes('^')) return { ok: false, reason: 'a ^ in it cannot be handed on by the default shell' };
  const line = `call %${NAME}%`;
  if (shell === 'posix') {
    const quoted = `'${command.replaceAll("'", String.raw`'\''`)}'`;
    return { ok: true, command: `env MSYS_NO_PATHCONV=1 ${NAME}=${quoted} cmd.exe /d /c '${line}'` };
  }
  // PowerShell takes these for single quotes, too.
  if (/[\u2018-\u201b]/.test(command)) return { ok: false, reason: 'PowerShell cannot be given typographic quotes' };
  // Without a double quote in it: servers differ in how they hand those on to PowerShell.
  const text = command.split('"').map((part) => `'${part.replaceAll("'", "''")}'`);
  return { ok: true, command: `$env:${NAME}=${text.join('+[char]34+')}; cmd.exe /d /c '${line}'; exit $LASTEXITCODE` };
}
