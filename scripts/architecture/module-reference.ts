import { parseSync, Visitor } from 'oxc-parser';

/** A name taken from another module; `'*'` stands for all of them. */
export type TakenName = {
  readonly imported: string;
  /** Name under which this module passes it on, `'*'` for `export *`; absent where it does not. */
  readonly exported?: string;
};

/** One mention of another module: import, re-export, `import()`, import type or `declare module`. */
export type ModuleReference = {
  readonly specifier: string;
  readonly line: number;
  /** `type`: gone after compilation; `later`: loaded when the code gets there; `now`: loaded with the module itself. */
  readonly load: 'now' | 'later' | 'type';
  readonly names: readonly TakenName[];
};

/** Something in the text that makes a module asynchronous. */
export type Asynchrony = {
  readonly kind: 'syntax' | 'value' | 'type';
  /** As it is written, e.g. `await`. */
  readonly word: string;
  readonly line: number;
};

export type ParsedModule = {
  readonly references: readonly ModuleReference[];
  /** Names that the module declares and exports itself. */
  readonly declared: ReadonlySet<string>;
  readonly asynchronies: readonly Asynchrony[];
  /** Lines where a function is written right behind the property that it is assigned to. */
  readonly assignedFunctions: readonly number[];
  /** Values of string literals and the fixed parts of templates, module specifiers excepted. */
  readonly texts: readonly { readonly value: string; readonly line: number }[];
};

const ASYNCHRONOUS_TYPES = new Set([
  'AsyncGenerator',
  'AsyncIterable',
  'AsyncIterableIterator',
  'AsyncIterator',
  'Promise',
  'PromiseLike',
]);

/** @throws where the text is no TypeScript: a file that cannot be read would pass every rule. */
export function parseModule(path: string, text: string): ParsedModule {
  const { program, module, errors } = parseSync(path, text, { sourceType: 'module' });
  const [error] = errors;
  if (error !== undefined) throw new Error(`${path}: ${error.message}`);

  const lineOf = (offset: number) => text.slice(0, offset).split('\n').length;
  const references: ModuleReference[] = [];
  const asynchronies: Asynchrony[] = [];
  const assignedFunctions: number[] = [];
  const texts: { value: string; line: number }[] = [];
  const specifierOffsets = new Set<number>();
  /** Local name of an import: where it came from, to recognise `import { a } ...; export { a }`. */
  const imports = new Map<string, { specifier: string; imported: string; load: 'now' | 'type' }>();

  type Place = { readonly start: number };
  const refer = (source: Place & { value: string }, load: ModuleReference['load'], names: readonly TakenName[]) => {
    specifierOffsets.add(source.start);
    references.push({ specifier: source.value, line: lineOf(source.start), load, names });
  };
  const note = (kind: Asynchrony['kind'], word: string, { start }: Place) =>
    asynchronies.push({ kind, word, line: lineOf(start) });
  const noteFunction = (node: Place & { async: boolean }) => {
    if (node.async) note('syntax', 'async', node);
  };

  new Visitor({
    ImportDeclaration(node) {
      const load = node.importKind === 'type' ? 'type' : 'now';
      const names = node.specifiers.map((specifier) => {
        if (specifier.type === 'ImportDefaultSpecifier') return { local: specifier.local.name, imported: 'default' };
        if (specifier.type === 'ImportNamespaceSpecifier') return { local: specifier.local.name, imported: '*' };
        return { local: specifier.local.name, imported: nameOf(specifier.imported) };
      });
      for (const { local, imported } of names) imports.set(local, { specifier: node.source.value, imported, load });
      refer(
        node.source,
        load,
        names.map(({ imported }) => ({ imported })),
      );
    },
    ExportNamedDeclaration(node) {
      const names = node.specifiers.map(({ local, exported }) => ({
        imported: nameOf(local),
        exported: nameOf(exported),
      }));
      if (node.source !== null) {
        refer(node.source, node.exportKind === 'type' ? 'type' : 'now', names);
        return;
      }
      for (const { imported: local, exported } of names) {
        const origin = imports.get(local);
        if (origin === undefined) continue;
        const { specifier, imported, load } = origin;
        references.push({ specifier, line: lineOf(node.start), load, names: [{ imported, exported }] });
      }
    },
    ExportAllDeclaration(node) {
      const exported = node.exported === null ? '*' : nameOf(node.exported);
      refer(node.source, node.exportKind === 'type' ? 'type' : 'now', [{ imported: '*', exported }]);
    },
    ImportExpression(node) {
      if (node.source.type === 'Literal' && typeof node.source.value === 'string') {
        refer({ start: node.source.start, value: node.source.value }, 'later', [{ imported: '*' }]);
      }
    },
    TSImportType(node) {
      refer(node.source, 'type', [{ imported: '*' }]);
    },
    TSModuleDeclaration(node) {
      if (node.id.type === 'Literal') refer(node.id, 'type', []);
    },
    FunctionDeclaration: noteFunction,
    FunctionExpression: noteFunction,
    ArrowFunctionExpression: noteFunction,
    AssignmentExpression(node) {
      const isFunction = node.right.type === 'ArrowFunctionExpression' || node.right.type === 'FunctionExpression';
      if (isFunction && node.left.type === 'MemberExpression') assignedFunctions.push(lineOf(node.start));
    },
    AwaitExpression: (node) => note('syntax', 'await', node),
    ForOfStatement(node) {
      if (node.await) note('syntax', 'for await', node);
    },
    NewExpression(node) {
      if (node.callee.type === 'Identifier' && node.callee.name === 'Promise') note('value', 'new Promise', node);
    },
    MemberExpression(node) {
      if (node.object.type === 'Identifier' && node.object.name === 'Promise') {
        const member = node.property.type === 'Identifier' ? node.property.name : '...';
        note('value', `Promise.${member}`, node);
      }
    },
    TSTypeReference(node) {
      if (node.typeName.type === 'Identifier' && ASYNCHRONOUS_TYPES.has(node.typeName.name)) {
        note('type', node.typeName.name, node);
      }
    },
    Literal(node) {
      if (typeof node.value === 'string' && !specifierOffsets.has(node.start)) {
        texts.push({ value: node.value, line: lineOf(node.start) });
      }
    },
    TemplateElement(node) {
      texts.push({ value: node.value.raw, line: lineOf(node.start) });
    },
  }).visit(program);

  const exports = module.staticExports.flatMap(({ entries }) => entries);
  const declared = exports.filter((entry) => entry.moduleRequest === null).map((entry) => entry.exportName.name);
  return {
    references,
    declared: new Set(declared.filter((name) => name !== null)),
    asynchronies,
    assignedFunctions,
    texts,
  };
}

/** Names of modules are identifiers, or texts: `export { a as 'b-c' }`. */
function nameOf(node: { name: string } | { value: string }): string {
  return 'name' in node ? node.name : node.value;
}
