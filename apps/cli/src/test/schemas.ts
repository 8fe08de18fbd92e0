import {
  checkReportSchema,
  collectReportSchema,
  errorReportSchema,
  jsonSchemaOf,
  listReportSchema,
  rulesTestReportSchema,
  runReportSchema,
  showReportSchema,
} from '@scanclash/core';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'vitest';

/** The published schemas, by the name of their file. */
export const SCHEMAS = {
  check: checkReportSchema,
  collect: collectReportSchema,
  error: errorReportSchema,
  list: listReportSchema,
  'rules-test': rulesTestReportSchema,
  run: runReportSchema,
  show: showReportSchema,
};

/** Holds JSON against its published schema, and against ours, which knows every key. */
export function expectReport(name: keyof typeof SCHEMAS, json: unknown): void {
  const validate = new Ajv2020({ strict: true, allErrors: true }).compile(jsonSchemaOf(SCHEMAS[name]) as object);
  expect(validate(json), JSON.stringify(validate.errors, null, 1)).toBe(true);
  expect(SCHEMAS[name].safeParse(json).error?.issues ?? []).toEqual([]);
}
