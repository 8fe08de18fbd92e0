import { ScanclashError, ScanclashErrors } from '../errors/scanclash-error.ts';
import type { Expression } from '../expressions/language.ts';
import type { RuleLanguages } from '../product/vocabulary.ts';
import { type LocatedYaml, readSource, type SourceText, validateYaml, type YamlPath } from '../yaml/located-yaml.ts';
import type { Rule } from './rule.ts';
import { ruleFileSchema } from './rule-schema.ts';

/** Reads, type-checks and compiles a rule; throws everything that is wrong with it, each with its place. */
export function loadRule(source: SourceText, languages: RuleLanguages): Rule {
  const document = readSource(source);
  const { when, require, message, 'shown-by': shownBy, ...rest } = validateYaml(document, ruleFileSchema);
  const language = rest.scope === 'host' ? languages.host : languages.site;
  const errors: ScanclashError[] = [];

  const read = (text: string, path: YamlPath, offset: number, type: string | undefined): Expression | undefined => {
    const result = language.read(text);
    if (result.ok) {
      if (type === undefined || result.expression.type === type) return result.expression;
      const problem = `the expression is ${result.expression.type}, not ${type}`;
      errors.push(new ScanclashError('SC-RULE-002', problem, { place: document.placeInText(path, offset) }));
      return undefined;
    }
    const { code, problem, hint } = result.error;
    errors.push(
      new ScanclashError(code, problem, { hint, place: document.placeInText(path, offset + result.error.offset) }),
    );
    return undefined;
  };

  const compiledWhen = when === undefined ? undefined : read(when, ['when'], 0, 'bool');
  const compiledRequire = read(require, ['require'], 0, 'bool');
  const pieces = messagePieces(message).map((piece) =>
    typeof piece === 'string' ? piece : (read(piece.expression, ['message'], piece.offset, undefined) ?? ''),
  );
  checkExamples(document, rest.examples, errors);
  if (errors.length > 0) throw new ScanclashErrors(errors);
  return {
    ...rest,
    id: source.id,
    when: compiledWhen,
    require: compiledRequire as Expression,
    message: pieces,
    shownBy,
    document,
  };
}

/** `Modus lies in {modus.root}.` in pieces; a brace that is not closed is text. */
function messagePieces(message: string): (string | { expression: string; offset: number })[] {
  const pieces: (string | { expression: string; offset: number })[] = [];
  let end = 0;
  for (const match of message.matchAll(/\{([^{}]+)\}/g)) {
    pieces.push(message.slice(end, match.index), { expression: match[1] as string, offset: match.index + 1 });
    end = match.index + match[0].length;
  }
  return [...pieces, message.slice(end)].filter((piece) => piece !== '');
}

/** A rule that is only ever shown to fire, or only ever to stay silent, is not tested. */
function checkExamples(document: LocatedYaml, examples: readonly { expect: string }[], errors: ScanclashError[]): void {
  for (const needed of ['violated', 'satisfied']) {
    if (examples.some(({ expect }) => expect === needed)) continue;
    errors.push(
      new ScanclashError('SC-YAML-002', `examples: none expects "${needed}"`, {
        place: document.placeOf(['examples']),
        hint: 'A rule needs an example that it must catch and one that it must leave alone.',
      }),
    );
  }
}
