/** A fenced block of a document. */
export interface Block {
  /** Path of the document with the line of the fence, for complaints. */
  readonly place: string;
  readonly language: string;
  /** What the fence says behind the language: `exit=1`, `file=rules/x.yaml`. */
  readonly marks: Readonly<Record<string, string>>;
  readonly text: string;
}

/** The fenced blocks of a Markdown text, in their order. */
export function blocksOf(path: string, markdown: string): Block[] {
  return [...markdown.matchAll(/^```([a-z]+)([^\n]*)\n(.*?)^```$/gms)].map(
    ([, language = '', marks = '', text = ''], i, all) => ({
      place: `${path}:${markdown.slice(0, all[i]?.index).split('\n').length}`,
      language,
      marks: Object.fromEntries([...marks.matchAll(/(\w+)=(\S+)/g)].map(([, name = '', value = '']) => [name, value])),
      text,
    }),
  );
}

/** A command of a console block, and what a reader is shown of its output. */
export interface ShownCommand {
  readonly line: string;
  readonly words: readonly string[];
  /** File that the command reads: `scanclash check - < hosts.ndjson`. */
  readonly stdin: string | undefined;
  /** Empty where nothing is shown. */
  readonly shown: string;
}

/** The commands of a console block: `$ scanclash …`, each with the output below it. */
export function commandsOf({ place, text }: Block): ShownCommand[] {
  const [before = '', ...parts] = text.split(/^\$ /m);
  if (before !== '' || parts.length === 0) throw new Error(`${place}: a console block begins with "$ "`);
  return parts.map((part) => {
    const end = part.indexOf('\n');
    const line = part.slice(0, end);
    const [command = '', stdin] = line.split(' < ');
    const [program, ...words] = shellWords(command);
    if (program !== 'scanclash') throw new Error(`${place}: "${line}" does not begin with scanclash`);
    return { line, words, stdin, shown: part.slice(end + 1).trimEnd() };
  });
}

const shellWords = (line: string): string[] =>
  [...line.matchAll(/'([^']*)'|"([^"]*)"|([^\s'"]+)/g)].map(
    ([, single, double, bare]) => single ?? double ?? bare ?? '',
  );

/**
 * Whether an output is what was shown of it: a line `…` stands for any lines, `…` in a line for any part of it. Blanks
 * at the ends of lines do not count.
 */
export function isShownOf(output: string, shown: string): boolean {
  const tidy = (text: string) => `${text.replaceAll(/[ \t]+$/gm, '').trimEnd()}\n`;
  const pattern = tidy(shown)
    .split('\n')
    .slice(0, -1)
    .map((line) => (line === '…' ? '(?:.*\n)*?' : `${line.split('…').map(escaped).join('.*')}\n`))
    .join('');
  return new RegExp(`^${pattern}$`).test(tidy(output));
}

const escaped = (text: string) => text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
