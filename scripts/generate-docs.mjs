// Writes docs/reference and the schemas of the files that people write from the built command line; part of
// `npm run generate`.
import { writeFileSync } from 'node:fs';
import { referencePages } from './generate-docs-pages.mjs';

const built = new URL('../apps/cli/dist/catalogue/', import.meta.url);
/** @type {import('./generate-docs-pages.mjs').Knowledge} */
const knowledge = { ...(await import(`${built}list-items.js`)), ...(await import(`${built}find-pages.js`)) };
for (const [name, content] of await referencePages(knowledge)) {
  writeFileSync(new URL(`../docs/reference/${name}`, import.meta.url), content);
}
/** @type {{ fileSchemas: () => ReadonlyMap<string, string> }} */
const { fileSchemas } = await import(`${built}file-schemas.js`);
for (const [name, content] of fileSchemas()) {
  writeFileSync(new URL(`../docs/schemas/${name}`, import.meta.url), content);
}
