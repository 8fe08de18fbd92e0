import type { Reading } from '../../windows/registry-reader.ts';

/**
 * A property in the output of `wmic … get NAME /value`: `Version=5.400.0.1158`, in every language, between empty lines
 * that end in CR CR LF where the output is no console. A blank answer is what a query has for what is not there.
 */
export function parseWmicValue(output: string, name: string): Reading<string> {
  for (const line of output.split(/[\r\n]+/)) {
    const [, property, value = ''] = /^(\w+)=(.*)$/.exec(line) ?? [];
    if (property?.toLowerCase() !== name.toLowerCase()) continue;
    return value === '' ? { kind: 'absent' } : { kind: 'known', value: value.trim() };
  }
  const isBlank = output.trim() === '';
  return { kind: 'unreadable', reason: isBlank ? 'nothing was found' : `the answer names no ${name}` };
}
