/** What follows from a definition is worked out once for each: definitions never change, and every arm asks again. */
export function oncePer<K extends object, T>(make: (of: K) => T): (of: K) => T {
  const made = new WeakMap<K, { readonly value: T }>();
  return (of) => {
    let found = made.get(of);
    if (found === undefined) made.set(of, (found = { value: make(of) }));
    return found.value;
  };
}
