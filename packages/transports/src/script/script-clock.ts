import type { ScriptClock } from './script-index.ts';

/**
 * When a script was started, in ISO 8601 with its zone: a console tells it in the manner of its user. Undefined where that
 * manner is not plain figures, or was not read: a guess could be months away.
 */
export function scriptStart({ date, time, shortDate, bias }: ScriptClock): string | undefined {
  const order = (/[yMd]+/g[Symbol.match](shortDate.replace(/'[^']*'/g, '')) ?? []).map((part) => part.charAt(0));
  const figures = date.match(/\d+/g) ?? [];
  const spelled = /M{3,}/.test(shortDate);
  if (spelled || figures.length !== 3 || order.length < 3) return undefined;
  const parts = order.filter((letter, i) => order.indexOf(letter) === i);
  const figureOf = (letter: string) => Number(figures[parts.indexOf(letter)]);
  const [year, month, day] = [figureOf('y'), figureOf('M'), figureOf('d')];
  const clock = /^\s*(\d{1,2})\D(\d{2})(?:\D(\d{2}))?(?:\D\d+)?\s*([AP]M)?\s*$/i.exec(time);
  const minutes = minutesOf(bias);
  if (clock === null || minutes === undefined) return undefined;
  const [, hour, minute, second = '0', half] = clock;
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (/p/i.test(half) ? 12 : 0);
  const fullYear = year < 100 ? year + 2000 : year;
  const isPossible = fullYear >= 2000 && fullYear < 2100 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
  if (!isPossible || hours > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const local = [fullYear, two(month), two(day)].join('-');
  return `${local}T${two(hours)}:${minute}:${two(Number(second))}${zoneOf(minutes)}`;
}

/** `reg query` writes a DWORD in hexadecimal; minutes west of Greenwich, as a signed number. */
function minutesOf(bias: string): number | undefined {
  if (!/^0x[0-9a-f]{1,8}$/i.test(bias)) return undefined;
  const minutes = Number(bias) | 0;
  return Math.abs(minutes) <= 15 * 60 ? minutes : undefined;
}

function zoneOf(bias: number): string {
  const east = Math.abs(bias);
  return `${bias > 0 ? '-' : '+'}${two(Math.floor(east / 60))}:${two(east % 60)}`;
}

const two = (figure: number): string => String(figure).padStart(2, '0');
