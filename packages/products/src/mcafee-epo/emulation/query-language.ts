/** An expression of the query language: a word, a quoted text, or a list in parentheses. */
export type Expression = string | { readonly text: string } | readonly Expression[];

/** A row of a table: `Table.Column` to its value. */
export type Row = Readonly<Record<string, string | number | null>>;

/** The query cannot be read, or names what is not there: said to whoever asked. */
export class QueryError extends Error {}

const TOKEN = /\s*(?:([()])|"([^"]*)"|([^\s()"]+))/y;

/** Reads one expression. @source EPO-QUERIES: the notation */
export function parseExpression(text: string): Expression {
  let at = 0;
  const next = (): RegExpExecArray | undefined => {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(text) ?? undefined;
    if (found !== undefined) at = TOKEN.lastIndex;
    return found;
  };
  const read = (depth: number): Expression => {
    if (depth > 50) throw new QueryError('the expression is nested too deeply');
    const token = next();
    if (token === undefined || token[1] === ')') throw new QueryError(`an expression is missing in ${text}`);
    if (token[2] !== undefined) return { text: token[2] };
    if (token[1] === undefined) return token[3] ?? '';
    const items: Expression[] = [];
    for (;;) {
      const start = at;
      const ahead = next();
      if (ahead === undefined) throw new QueryError(`a parenthesis is open in ${text}`);
      if (ahead[1] === ')') return items;
      at = start;
      items.push(read(depth + 1));
    }
  };
  const whole = read(0);
  if (text.slice(at).trim() !== '') throw new QueryError(`something stands behind the expression: ${text.slice(at)}`);
  return whole;
}

/** The columns of `(select A B)`. */
export function selectedColumns(select: string): string[] {
  const [head, ...columns] = listOf(parseExpression(select));
  if (head !== 'select' || !columns.every((column) => typeof column === 'string'))
    throw new QueryError(`no selection: ${select}`);
  return columns;
}

/** Whether a row meets `(where CONDITION)`. */
export function conditionOf(where: string): (row: Row) => boolean {
  const [head, condition, ...rest] = listOf(parseExpression(where));
  if (head !== 'where' || condition === undefined || rest.length > 0) throw new QueryError(`no condition: ${where}`);
  return (row) => holds(condition, row);
}

function holds(condition: Expression, row: Row): boolean {
  const [operator, ...operands] = listOf(condition);
  if (operator === 'and') return operands.every((one) => holds(one, row));
  if (operator === 'or') return operands.some((one) => holds(one, row));
  if (operator === 'not') return !holds(operands[0] ?? '', row);
  const [column, value] = operands;
  const compare = COMPARE[typeof operator === 'string' ? operator : ''];
  if (compare === undefined || typeof column !== 'string' || value === undefined || Array.isArray(value))
    throw new QueryError(`no condition: ${JSON.stringify(condition)}`);
  const stored = valueOf(row, column);
  const wanted = typeof value === 'string' ? value : (value as { text: string }).text;
  if (stored === null) return false;
  return typeof stored === 'number' ? compare(stored, Number(wanted)) : compare(stored, wanted);
}

const COMPARE: Readonly<Record<string, (a: string | number, b: string | number) => boolean>> = {
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
  gt: (a, b) => a > b,
  ge: (a, b) => a >= b,
  lt: (a, b) => a < b,
  le: (a, b) => a <= b,
};

/** @throws QueryError for a column that the table does not have */
export function valueOf(row: Row, column: string): string | number | null {
  if (Object.hasOwn(row, column)) return row[column] ?? null;
  throw new QueryError(`no such column: ${column}`);
}

function listOf(expression: Expression): readonly Expression[] {
  if (Array.isArray(expression)) return expression as readonly Expression[];
  throw new QueryError(`no list: ${JSON.stringify(expression)}`);
}
