import type { Expression } from '../expressions/language.ts';
import type { LocatedYaml } from '../yaml/located-yaml.ts';
import type { RuleFile } from './rule-schema.ts';

/** A rule that was read, type-checked and compiled. */
export interface Rule extends Omit<RuleFile, 'when' | 'require' | 'message' | 'shown-by'> {
  /** `<product>/<file name>` */
  readonly id: string;
  readonly when: Expression | undefined;
  readonly require: Expression;
  /** The message in pieces: text, or an expression to fill in. */
  readonly message: readonly (string | Expression)[];
  readonly shownBy: readonly string[];
  readonly document: LocatedYaml;
}
