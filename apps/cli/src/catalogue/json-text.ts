const LINE = 120;

/** JSON as the formatter of the repository writes it: a list stands on one line where it fits. */
export function jsonText(value: unknown): string {
  return `${write(value, '', 0)}\n`;
}

function write(value: unknown, indent: string, before: number): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  if (!Array.isArray(value)) {
    const fields = Object.entries(value).map(([name, field]) => {
      const key = `${JSON.stringify(name)}: `;
      return `${inner}${key}${write(field, inner, inner.length + key.length)}`;
    });
    return fields.length === 0 ? '{}' : `{\n${fields.join(',\n')}\n${indent}}`;
  }
  const flat = JSON.stringify(value).replaceAll('","', '", "');
  const isFlat = value.every((item) => typeof item !== 'object');
  if (isFlat && before + flat.length < LINE) return flat;
  return `[\n${value.map((item) => `${inner}${write(item, inner, inner.length)}`).join(',\n')}\n${indent}]`;
}
