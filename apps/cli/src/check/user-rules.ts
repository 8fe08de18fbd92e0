import { type Dirent, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { loadRule, type Rule, ruleLanguages, ScanclashError, ScanclashErrors, type SourceText } from '@scanclash/core';
import { PRODUCTS } from '@scanclash/products';
import type { Io } from '../io.ts';
import { reasonOf } from '../output/write-file.ts';

/**
 * The rule files of a folder, `<product>/<name>.yaml`; a `rules` folder between the two is no part of the id.
 * @throws SC-USE-002 where there is none, SC-USE-003 where the folder cannot be read
 */
export function ruleSources(io: Io, folder: string): SourceText[] {
  const root = resolve(io.cwd, folder);
  let entries: Dirent[];
  try {
    entries = readdirSync(root, { recursive: true, withFileTypes: true });
  } catch (error) {
    throw new ScanclashError('SC-USE-003', `--rules ${folder}: ${reasonOf(error)}`, {
      hint: 'Name a folder with rule files: <product>/<name>.yaml',
    });
  }
  const files = entries
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
  if (files.length === 0) {
    throw new ScanclashError('SC-USE-002', `--rules ${folder}: there is no rule file`, {
      hint: 'Rule files are called <product>/<name>.yaml.',
    });
  }
  return files.map((file) => ({
    id: file.replace(/\.ya?ml$/, '').replace('/rules/', '/'),
    file: `${folder.replace(/[\\/]+$/, '')}/${file}`,
    text: readFileSync(join(root, file), 'utf8'),
  }));
}

/** Rules that could be read, and everything that is wrong with the others. */
export interface LoadedRules {
  readonly rules: readonly Rule[];
  readonly errors: readonly ScanclashError[];
  /** How many files are no rules. */
  readonly unread: number;
}

/** Reads rules; one that is broken does not hide the others. Fixes must exist. */
export function loadRules(sources: readonly SourceText[]): LoadedRules {
  const languages = ruleLanguages(PRODUCTS);
  const fixes = new Set(PRODUCTS.flatMap((product) => product.fixes.map(({ id }) => id)));
  const rules: Rule[] = [];
  const errors: ScanclashError[] = [];
  for (const source of sources) {
    try {
      const rule = loadRule(source, languages);
      const unknown = rule.fixes.findIndex((id) => !fixes.has(id));
      if (unknown < 0) rules.push(rule);
      else {
        const place = rule.document.placeOf(['fixes', unknown]);
        errors.push(new ScanclashError('SC-RULE-007', `unknown fix "${rule.fixes[unknown]}"`, { place }));
      }
    } catch (error) {
      if (error instanceof ScanclashErrors) errors.push(...error.errors);
      else if (error instanceof ScanclashError) errors.push(error);
      else throw error;
    }
  }
  return { rules, errors, unread: sources.length - rules.length };
}
