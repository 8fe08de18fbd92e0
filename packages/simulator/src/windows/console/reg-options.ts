/** What stands behind `reg query` and the like: options with their values, and the words that belong to none. */
export interface RegOptions {
  readonly words: readonly string[];
  /** By name in lower case (`/v`); empty for an option that takes no value. */
  readonly given: ReadonlyMap<string, string>;
}

/** Undefined where an option is unknown, given twice or lacks its value. `/reg:32` and `/reg:64` are always known. */
export function regOptions(
  args: readonly string[],
  known: { readonly flags: readonly string[]; readonly valued: readonly string[] },
): RegOptions | undefined {
  const words: string[] = [];
  const given = new Map<string, string>();
  for (let i = 0; i < args.length; i++) {
    const word = args[i] as string;
    const option = word.toLowerCase();
    if (!/^[/-][a-z]/.test(option)) {
      words.push(word);
      continue;
    }
    const name = `/${option.slice(1)}`;
    const view = /^\/reg:(32|64)$/.exec(name)?.[1];
    const isValued = known.valued.includes(name);
    const value = view ?? (isValued ? args[++i] : '');
    if (value === undefined || (view === undefined && !isValued && !known.flags.includes(name))) return undefined;
    const key = view === undefined ? name : '/reg';
    if (given.has(key)) return undefined;
    given.set(key, value);
  }
  return { words, given };
}
