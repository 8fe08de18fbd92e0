/**
 * One search string of findstr as a test for lines, or undefined for what is not played (`\<`, `\>`, classes with
 * escapes, repetitions of repetitions).
 *
 * Without `/l`, `.`, `*`, `[...]`, `^` at the beginning and `$` at the end count, and a backslash takes that from the letter
 * behind it. `/b` and `/e` tie the string to the beginning and end of a line, `/x` to both.
 */
export function findstrExpression(
  text: string,
  how: { readonly isLiteral: boolean; readonly given: ReadonlySet<string> },
): RegExp | undefined {
  const body = how.isLiteral ? escaped(text) : translated(text);
  if (body === undefined) return undefined;
  const start = how.given.has('b') || how.given.has('x') ? '^' : '';
  const end = how.given.has('e') || how.given.has('x') ? '$' : '';
  try {
    return new RegExp(`${start}(?:${body})${end}`, how.given.has('i') ? 'i' : '');
  } catch {
    return undefined;
  }
}

function translated(text: string): string | undefined {
  let expression = '';
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i);
    if (character === '\\') {
      i += 1;
      const next = text.charAt(i);
      if (next === '<' || next === '>') return undefined;
      expression += escaped(next === '' ? '\\' : next);
    } else if (character === '[') {
      const end = text.indexOf(']', i + 2);
      const inside = text.slice(i + 1, end);
      if (end < 0 || inside.includes('\\')) return undefined;
      expression += `[${inside.replaceAll('[', '\\[')}]`;
      i = end;
    } else if (character === '.' || (character === '*' && i > 0)) expression += character;
    else if ((character === '^' && i === 0) || (character === '$' && i === text.length - 1)) expression += character;
    else expression += escaped(character);
  }
  return expression;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
