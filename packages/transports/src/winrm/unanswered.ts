/** What follows from a question that has no answer. */
export type Consequence =
  /** It was cut off, which another try may mend: a question only reads. */
  | 'again'
  /** Other questions may have answers. */
  | 'go on'
  | 'give up';

/** Why a question has no answer, though the host let us in. */
export class Unanswered extends Error {
  readonly consequence: Consequence;
  /** What was going on, where that was not the question itself: `shell`. */
  readonly phase: string | undefined;

  constructor(reason: string, consequence: Consequence, phase?: string) {
    super(reason);
    this.consequence = consequence;
    this.phase = phase;
  }
}
