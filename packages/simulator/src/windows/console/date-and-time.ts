import type { CivilTime } from '../../kernel/index.ts';

/** `03/02/2009  08:05 AM`, as `dir` shows times on an English (United States) Windows. */
export function dateAndTime(time: CivilTime): string {
  const two = (number: number) => String(number).padStart(2, '0');
  const half = time.hour < 12 ? 'AM' : 'PM';
  return `${two(time.month)}/${two(time.day)}/${time.year}  ${two(time.hour % 12 || 12)}:${two(time.minute)} ${half}`;
}
