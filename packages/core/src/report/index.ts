// What commands report, and how reports read.
export * from './check-report.ts';
export * from './collect-report.ts';
export * from './error-report.ts';
export * from './exit-codes.ts';
export { prettyCheck } from './formats/pretty-check.ts';
export { prettyCollect } from './formats/pretty-collect.ts';
export { prettyError } from './formats/pretty-error.ts';
export { prettyList } from './formats/pretty-list.ts';
export { prettyRulesTest } from './formats/pretty-rules-test.ts';
export { formatMs, prettyRun } from './formats/pretty-run.ts';
export { prettyShow } from './formats/pretty-show.ts';
export * from './list-report.ts';
export { jsonSchemaOf } from './report-schema.ts';
export * from './rules-test-report.ts';
export * from './run-report.ts';
export * from './show-report.ts';
export * from './text-layout.ts';
export * from './text-style.ts';
