/** What a piece of text means, for whoever paints it. */
export type Paint = 'title' | 'good' | 'bad' | 'doubt' | 'quiet' | 'name';

/** Where text for people goes: how wide it is there, and whether it has colours. */
export interface TextStyle {
  /** Columns. */
  readonly width: number;
  readonly paint: (as: Paint, text: string) => string;
}

export const plainStyle = (width = 100): TextStyle => ({ width, paint: (_as, text) => text });

const ANSI: Readonly<Record<Paint, readonly [open: number, close: number]>> = {
  title: [1, 22],
  good: [32, 39],
  bad: [31, 39],
  doubt: [33, 39],
  quiet: [2, 22],
  name: [36, 39],
};

/** With the escape sequences of a terminal. */
export const colouredStyle = (width = 100): TextStyle => ({
  width,
  paint: (as, text) => {
    const [open, close] = ANSI[as];
    return text === '' ? '' : `\u001b[${open}m${text}\u001b[${close}m`;
  },
});
