import { ERROR_CATALOGUE, type ErrorCode, type Page } from '@scanclash/core';
import { builtInRuleBook, PRODUCTS } from '@scanclash/products';
import { errorPage } from './pages/error-page.ts';
import { fixPage } from './pages/fix-page.ts';
import { functionPage, productOf, productPage } from './pages/product-page.ts';
import { rulePage } from './pages/rule-page.ts';
import { factPage, groupPage, settingPage } from './pages/setting-page.ts';

/** All pages of an id; a rule and the fix that mends it may share one. The simulator is loaded where nothing else knows the id. */
export async function findPages(id: string): Promise<readonly Page[]> {
  const known = knowledgePages(id);
  if (known.length > 0) return known;
  const { findSimulationPages } = await import('./find-simulation-pages.ts');
  return findSimulationPages(id);
}

function knowledgePages(id: string): Page[] {
  const code = id.toUpperCase();
  if (Object.hasOwn(ERROR_CATALOGUE, code)) return [errorPage(code as ErrorCode)];
  const book = builtInRuleBook();
  const rule = book.rules.find((one) => one.id === id);
  const fix = book.fixes.get(id);
  const product = productOf(id);
  const functions = PRODUCTS.flatMap((one) =>
    one.functions.filter(({ name }) => name === id).map((found) => functionPage(one, found)),
  );
  return [
    ...(rule === undefined ? [] : [rulePage(rule)]),
    ...(fix === undefined ? [] : [fixPage(fix)]),
    ...(product === undefined ? [] : [productPage(product)]),
    ...functions,
    ...factPages(id),
  ];
}

function factPages(id: string): Page[] {
  for (const product of PRODUCTS) {
    if (!id.startsWith(`${product.namespace}.`)) continue;
    const path = id.slice(product.namespace.length + 1);
    const setting = product.settings.find((one) => one.path === path);
    if (setting !== undefined) return [settingPage(product, setting)];
    if (Object.hasOwn(product.facts, path)) return [factPage(product, path)];
    const group = groupPage(product, path);
    if (group !== undefined) return [group];
  }
  return [];
}
