const MOST = 8192;

/** What was made of the same few thousand texts: making it again and again is most of the cost of a registry. */
export function remembered<T extends string | object | undefined>(
  make: (written: string) => T,
): (written: string) => T {
  const made = new Map<string, T>();
  return (written) => {
    let found = made.get(written) as T;
    if (found === undefined) {
      found = make(written);
      if (made.size >= MOST) made.clear();
      made.set(written, found);
    }
    return found;
  };
}
