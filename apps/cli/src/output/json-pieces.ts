/**
 * A report as JSON in pieces, in all the text of `JSON.stringify(report, null, 2)`: that of a fleet is longer than a text
 * may be. Lists at the top are written item by item.
 */
export function* jsonPieces(report: object): Generator<string> {
  const fields = Object.entries(report).filter(([, value]) => value !== undefined);
  yield '{';
  for (const [i, [name, value]] of fields.entries()) {
    yield `${i === 0 ? '' : ','}\n  ${JSON.stringify(name)}: `;
    if (Array.isArray(value) && value.length > 0) yield* listPieces(value);
    else yield indented(value, '  ');
  }
  yield fields.length === 0 ? '}\n' : '\n}\n';
}

function* listPieces(items: readonly unknown[]): Generator<string> {
  yield '[';
  for (const [i, item] of items.entries()) yield `${i === 0 ? '' : ','}\n    ${indented(item, '    ')}`;
  yield '\n  ]';
}

const indented = (value: unknown, blank: string): string =>
  JSON.stringify(value, null, 2).replaceAll('\n', `\n${blank}`);
