/** JSON as the formatter of this repository writes it: short lists of plain values on one line. */
export function formatted(json: unknown): string {
  const written = JSON.stringify(json, undefined, 2);
  return `${written.replace(/\[\n\s+([^[\]{}]*?)\n\s+\]/g, (whole, items: string) => {
    const line = `[${items.replace(/\n\s+/g, ' ')}]`;
    return line.length <= 80 ? line : whole;
  })}\n`;
}
