import { ScanclashError } from '../errors/scanclash-error.ts';
import { type Fact, record } from '../facts/fact.ts';
import { FactJsonError, factFromJson } from '../facts/fact-json.ts';
import { evaluateRule } from './evaluate-rule.ts';
import type { Rule } from './rule.ts';

/** What became of one example of a rule. */
export interface ExampleResult {
  readonly rule: string;
  readonly example: number;
  readonly title: string;
  readonly expected: string;
  readonly observed: string;
  readonly ok: boolean;
  readonly error?: ScanclashError;
}

/** Runs the examples that a rule carries. A namespace that an example does not mention is unread, like any fact. */
export function runExamples(rule: Rule): ExampleResult[] {
  return rule.examples.map((example, i) => {
    const result = { rule: rule.id, example: i + 1, title: example.title ?? '', expected: example.expect };
    const place = rule.document.placeOf(['examples', i]);
    try {
      const given: Fact = factFromJson(example.given, { kind: 'given' });
      const verdict = evaluateRule(rule, given.kind === 'record' ? given.fields : record({}).fields);
      const ok = verdict.outcome === example.expect;
      if (ok) return { ...result, observed: verdict.outcome, ok };
      const problem = `example ${i + 1} expects ${example.expect}, the rule says ${verdict.outcome}: ${verdict.message}`;
      return { ...result, observed: verdict.outcome, ok, error: new ScanclashError('SC-RULE-006', problem, { place }) };
    } catch (error) {
      if (error instanceof FactJsonError) {
        const broken = new ScanclashError('SC-FACT-001', `example ${i + 1}: ${error.message}`, { place });
        return { ...result, observed: 'broken', ok: false, error: broken };
      }
      if (error instanceof ScanclashError) return { ...result, observed: 'failed', ok: false, error };
      throw error;
    }
  });
}
