const HARMFUL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/**
 * The same report with nothing in its texts that plays with a terminal or turns the direction of writing: hosts may answer
 * anything. What is taken out is shown as `\u001b`.
 */
export function harmless<T>(value: T): T {
  if (typeof value === 'string') {
    return value.replace(HARMFUL, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`) as T;
  }
  if (Array.isArray(value)) return value.map(harmless) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [harmless(name), harmless(one)])) as T;
}
