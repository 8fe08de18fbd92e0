const UNITS: Readonly<Record<string, number>> = {
  ms: 1_000,
  s: 1_000_000,
  m: 60_000_000,
  h: 3_600_000_000,
  d: 86_400_000_000,
};

/** `1m30s` in microseconds; undefined where it is no duration, or longer than numbers reach. */
export function parseDuration(text: string): number | undefined {
  if (!/^(\d+(ms|s|m|h|d))+$/.test(text)) return undefined;
  let sum = 0;
  for (const [, number, unit] of text.matchAll(/(\d+)(ms|s|m|h|d)/g))
    sum += Number(number) * (UNITS[unit as string] as number);
  return Number.isSafeInteger(sum) ? sum : undefined;
}
