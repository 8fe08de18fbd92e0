/** Does one item after the other, each when the one before it is done; then `done`. */
export function inTurn<T>(items: readonly T[], step: (item: T, next: () => void) => void, done: () => void): void {
  const [first, ...rest] = items;
  if (first === undefined) return done();
  step(first, () => inTurn(rest, step, done));
}
