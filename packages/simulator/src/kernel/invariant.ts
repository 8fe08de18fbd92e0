/** A bug of ours, or of an emulation: never something that a simulated world or a user can bring about. */
export class InvariantViolated extends Error {
  override readonly name = 'InvariantViolated';
}

/** Throws `InvariantViolated` with `message` unless `condition` holds. In hot paths test first and call `violated`. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) violated(message);
}

export function violated(message: string): never {
  throw new InvariantViolated(message);
}
