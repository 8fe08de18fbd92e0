/** A word of `cluster.exe` in full, by what may be typed of it: `/priv` and `/privproperties` are the same. */
const OPTIONS: readonly (readonly [least: string, full: string])[] = [
  ['stat', 'status'],
  ['on', 'online'],
  ['off', 'offline'],
  ['move', 'moveto'],
  ['prop', 'properties'],
  ['priv', 'privproperties'],
  ['listdep', 'listdependencies'],
  ['adddep', 'adddependency'],
  ['removedep', 'removedependency'],
  ['listowners', 'listowners'],
  ['create', 'create'],
  ['delete', 'delete'],
  ['fail', 'fail'],
  ['wait', 'wait'],
  ['group', 'group'],
  ['type', 'type'],
];

export interface ClusterOption {
  /** In full; as typed where it is none that is known here. */
  readonly name: string;
  /** What stands behind the colon. */
  readonly value: string | undefined;
}

export interface ClusterArguments {
  /** Names of objects, and entries of property lists, in order. */
  readonly words: readonly string[];
  readonly options: readonly ClusterOption[];
}

/** Takes the words behind `cluster res` apart; quotes are gone already. */
export function clusterArguments(args: readonly string[]): ClusterArguments {
  const words: string[] = [];
  const options: ClusterOption[] = [];
  for (const arg of args) {
    const match = /^\/([a-z]+)(?::(.*))?$/i.exec(arg);
    if (match === null) words.push(arg);
    else options.push({ name: optionNamed(match[1] as string), value: match[2] });
  }
  return { words, options };
}

/** Whether a word may stand for another: `res` and `resource`. */
export const stands = (typed: string, least: string, full: string): boolean => {
  const word = typed.toLowerCase();
  return word.startsWith(least) && full.startsWith(word);
};

function optionNamed(typed: string): string {
  return OPTIONS.find(([least, full]) => stands(typed, least, full))?.[1] ?? typed.toLowerCase();
}
