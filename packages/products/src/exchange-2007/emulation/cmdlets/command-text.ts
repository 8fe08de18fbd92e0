/** One command of a PowerShell line: a name, and what stands behind it. */
export interface Command {
  readonly name: string;
  /** By name in lower case, without the dash; `true` for a switch. */
  readonly parameters: ReadonlyMap<string, string | boolean>;
  /** What stands without a name. */
  readonly positional: readonly string[];
}

/** The commands of a pipeline. Text in quotes is one word; nothing is expanded but `$true` and `$false`. */
export function parsePipeline(text: string): readonly Command[] {
  return splitOutsideQuotes(text).map((part) => parseCommand(part.trim()));
}

function parseCommand(text: string): Command {
  const words = text.match(/(?:[^\s"']|"[^"]*"|'[^']*')+/g) ?? [];
  const [name = '', ...rest] = words;
  const parameters = new Map<string, string | boolean>();
  const positional: string[] = [];
  for (let i = 0; i < rest.length; i++) {
    const word = rest[i] as string;
    const named = /^-([A-Za-z]+)(?::(.*))?$/.exec(word);
    if (named === null) {
      positional.push(plain(word));
      continue;
    }
    const parameter = (named[1] as string).toLowerCase();
    const next = rest[i + 1];
    if (named[2] !== undefined) parameters.set(parameter, valueOf(named[2]));
    else if (next !== undefined && !next.startsWith('-')) {
      parameters.set(parameter, valueOf(next));
      i += 1;
    } else parameters.set(parameter, true);
  }
  return { name: plain(name), parameters, positional };
}

function splitOutsideQuotes(text: string): readonly string[] {
  return (text.match(/(?:[^|"']|"[^"]*"|'[^']*')+/g) ?? []).filter((part) => part.trim() !== '');
}

const plain = (word: string): string => word.replace(/["']/g, '');

function valueOf(word: string): string | boolean {
  if (/^\$true$/i.test(word)) return true;
  if (/^\$false$/i.test(word)) return false;
  return plain(word);
}
