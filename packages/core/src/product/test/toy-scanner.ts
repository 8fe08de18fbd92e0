import { z } from 'zod';
import { documented } from '../../evidence/evidence.ts';
import type { Fix, FixStep } from '../../fixes/fix.ts';
import { flag, number, text, word } from '../../settings/registry-setting.ts';
import type { Setting } from '../../settings/setting.ts';
import { asTexts, multiSz } from '../../windows/registry-data.ts';
import { defineProduct } from '../product.ts';

/*
 * A scanner that is no product: enough of one to collect facts of and to render fixes for. It keeps its settings below
 * KEY, and one of them, which another program may own, elsewhere.
 */

export const KEY = 'HKLM\\SOFTWARE\\Toy\\Scanner';
export const ELSEWHERE = 'HKLM\\SOFTWARE\\Shared';

interface Toy {
  readonly version: string;
}
const evidence = documented('TOY');
const at = (value: string, key = KEY) => ({ key: () => key, value });
const common = { evidence, takesEffect: 'at-use' } as const;

export const enabled = flag<Toy>({ ...common, path: 'enabled', title: 'It scans', default: true }, at('Enabled'));
export const depth = number<Toy>(
  { ...common, path: 'limits.depth', title: 'How deep', default: ({ version }) => (version === '1' ? 3 : 5) },
  at('Depth'),
  [3, 5],
);
export const engine = text<Toy>(
  { ...common, path: 'engine', title: 'Folder of the engine', default: undefined },
  at('Engine', ELSEWHERE),
  ['C:\\Engine', 'D:\\Engine'],
);
export const mode = word<'fast' | 'slow' | 'odd', Toy>(
  {
    ...common,
    path: 'mode',
    title: 'How it scans',
    default: 'fast',
    undecodable: (stored) => (stored === 'odd' ? 'nobody says what 7 stands for' : undefined),
  },
  at('Mode'),
  { fast: 0, slow: 1, odd: 7 },
);
const item = z.object({ folder: z.string(), deep: z.boolean() });
export const spared: Setting<z.output<typeof item>[], Toy> = {
  ...common,
  path: 'spared',
  title: 'Folders that are not scanned',
  schema: z.array(item),
  samples: [[], [{ folder: 'C:\\Elsewhere', deep: true }]],
  defaultFor: () => [],
  location: () => `${KEY}, Spared`,
  read: (registry) => {
    const stored = registry.value(KEY, 'Spared');
    if (stored.kind !== 'known') return stored;
    const texts = asTexts(stored.value) ?? [];
    return { kind: 'known', value: texts.map((one) => ({ folder: one.slice(1), deep: one.startsWith('+') })) };
  },
  write: (registry, list) =>
    registry.setValue(KEY, 'Spared', multiSz(list.map(({ folder, deep }) => (deep ? '+' : '-') + folder))),
};

export const toyScanner = defineProduct<Toy>({
  id: 'toy-scanner',
  namespace: 'toy',
  title: 'Toy Scanner',
  settings: [enabled, depth, engine, mode, spared],
  facts: { running: z.boolean() },
  behaviours: [],
  functions: [],
  fixes: [],
  questions: [],
  detect: ({ registry }) => {
    const version = registry.value(KEY, 'Version');
    if (version.kind !== 'known') return version;
    return { kind: 'known', value: { version: version.value.bytes.length > 4 ? '2' : '1' } };
  },
  collect: () => ({}),
});

export const fixOf = (...steps: FixStep[]): Fix => ({
  id: 'toy-scanner/some-fix',
  title: 'Some fix',
  evidence,
  console: ['Do it by hand.'],
  steps,
  protectionLost: '',
  interruption: '',
});
