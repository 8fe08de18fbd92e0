import { expect, test } from 'vitest';
import type { HostAnswer } from '../transport/request.ts';
import { writeRegFile } from '../windows/reg-file.ts';
import { asDword, asText, dword, sz } from '../windows/registry-data.ts';
import { REDACTED } from './exported-registry.ts';
import { HostEvidence } from './host-evidence.ts';
import { answered, exported, listed, treeOf } from './test/answers.ts';

const VENDOR = 'HKLM\\SOFTWARE\\Vendor';
const KEY = `${VENDOR}\\Product`;
const registryOf = (...answers: HostAnswer[]) => new HostEvidence('MAIL01', answers).registry;

const whole = writeRegFile({ dialect: 5, encoding: 'utf-16le' }, treeOf({ [KEY]: { Version: sz('8.0.0') } }));

const EXPORTS = {
  'was not asked for': [],
  'could not be asked for': [{ kind: 'failed', request: { id: 'registry-export', key: VENDOR }, reason: 'timed out' }],
  'exited with 1': [exported(VENDOR, undefined, 1)],
  'exited with 0 and wrote nothing': [exported(VENDOR, undefined)],
  'is damaged': [exported(VENDOR, new TextEncoder().encode('Windows Registry Editor Version 5.00\r\n\r\n[oops\r\n'))],
  'was cut': [exported(VENDOR, whole.slice(0, whole.length - 10))],
  'holds a header only': [
    exported(VENDOR, whole.slice(0, 2 + 2 * 'Windows Registry Editor Version 5.00\r\n\r\n'.length)),
  ],
  'holds the key': [exported(VENDOR, whole)],
  'does not hold the key': [exported(VENDOR, treeOf({ [VENDOR]: {} }))],
} as const satisfies Record<string, readonly HostAnswer[]>;

const LISTS = {
  'were not listed': [],
  'could not be listed': [answered({ id: 'registry-subkeys', key: 'HKLM\\SOFTWARE' }, '', 1)],
  'name the vendor': [listed('HKLM\\SOFTWARE', ['Microsoft', 'VENDOR'])],
  'leave the vendor out': [listed('HKLM\\SOFTWARE', ['Microsoft', 'Vendor2'])],
} as const satisfies Record<string, readonly HostAnswer[]>;

const cases = Object.entries(EXPORTS).flatMap(([exporting, exports]) =>
  Object.entries(LISTS).map(([listing, lists]) => {
    const expected =
      exporting === 'holds the key'
        ? 'known'
        : exporting === 'does not hold the key' || listing === 'leave the vendor out'
          ? 'absent'
          : 'unreadable';
    return { exporting, listing, expected, answers: [...exports, ...lists] };
  }),
);

test.each(cases)(
  'a key is $expected where the export $exporting and the keys above $listing',
  ({ answers, expected }) => {
    for (const registry of [registryOf(...answers), registryOf(...answers.toReversed())]) {
      expect(registry.value(KEY, 'Version').kind).toBe(expected);
      expect(registry.values(KEY).kind).toBe(expected);
      expect(registry.subkeys(KEY).kind).toBe(expected);
      expect(registry.value(`${KEY}\\Deeper`, '').kind).toBe(expected === 'known' ? 'absent' : expected);
    }
  },
);

test('a value that its key does not hold is absent, though the key is there', () => {
  expect(registryOf(exported(VENDOR, whole)).value(KEY, 'Other')).toEqual({ kind: 'absent' });
});

test('an export covers what lies below its key, by names and not by their beginnings, in any case', () => {
  const registry = registryOf(exported('HKEY_LOCAL_MACHINE\\software\\VENDOR', whole));
  expect(registry.value(KEY.toLowerCase(), 'VERSION').kind).toBe('known');
  expect(registry.value('HKLM\\SOFTWARE\\Vendor2\\Product', 'Version').kind).toBe('unreadable');
  expect(registry.value('HKLM\\SOFTWARE', 'Version').kind).toBe('unreadable');
});

test('of exports that cover one another those that came through count, in whichever order', () => {
  const inner = exported(KEY, treeOf({ [KEY]: { Version: sz('8.0.0') } }));
  for (const answers of [
    [exported(VENDOR, undefined, 1), inner],
    [inner, exported(VENDOR, undefined, 1)],
    [exported(KEY, undefined, 1), exported(VENDOR, whole)],
    [exported(VENDOR, whole), exported(KEY, undefined, 1)],
  ]) {
    const reading = registryOf(...answers).value(KEY, 'Version');
    expect(reading.kind === 'known' ? asText(reading.value) : reading).toBe('8.0.0');
  }
  expect(registryOf(exported(VENDOR, undefined, 1), inner).value(VENDOR, 'Version').kind).toBe('unreadable');
});

test('the 32-bit view is a place of its own: neither view tells of the other', () => {
  const wow = 'HKLM\\SOFTWARE\\Wow6432Node\\Vendor';
  const tree = treeOf({ [`${wow}\\Product`]: { Version: sz('8.8.0') } });
  const registry = registryOf(exported(wow, tree), listed('HKLM\\SOFTWARE', ['Wow6432Node']));
  expect(registry.value(`${wow}\\Product`, 'Version').kind).toBe('known');
  expect(registry.value(KEY, 'Version').kind).toBe('absent');
  expect(registryOf(exported(wow, tree)).value(KEY, 'Version').kind).toBe('unreadable');
  expect(registryOf(exported(VENDOR, whole)).value(`${wow}\\Product`, 'Version').kind).toBe('unreadable');
});

test('on 32-bit Windows the 32-bit view is absent, because nothing above names it', () => {
  const registry = registryOf(
    exported('HKLM\\SOFTWARE\\Wow6432Node\\Vendor', undefined, 1),
    listed('HKLM\\SOFTWARE', ['Vendor', 'Microsoft']),
  );
  expect(registry.value('HKLM\\SOFTWARE\\Wow6432Node\\Vendor\\Product', 'Version')).toEqual({ kind: 'absent' });
});

test('the subkeys of a key come from its export, else from its list', () => {
  const list = listed(VENDOR, ['Product', 'Tools']);
  expect(registryOf(list).subkeys(VENDOR)).toEqual({ kind: 'known', value: ['Product', 'Tools'] });
  expect(registryOf(list, exported(VENDOR, undefined, 1)).subkeys(VENDOR)).toEqual({
    kind: 'known',
    value: ['Product', 'Tools'],
  });
  expect(registryOf(list, exported(VENDOR, whole)).subkeys(VENDOR)).toEqual({ kind: 'known', value: ['Product'] });
  expect(registryOf(list).subkeys(KEY).kind).toBe('unreadable');
});

test('a list of subkeys is read whatever values stand before it, and whatever is deeper', () => {
  const output = [
    '',
    'HKEY_LOCAL_MACHINE\\SOFTWARE',
    '    (Default)    REG_SZ    HKEY_LOCAL_MACHINE\\SOFTWARE\\Not a key',
    '',
    'HKEY_LOCAL_MACHINE\\SOFTWARE\\Vendor',
    'HKEY_LOCAL_MACHINE\\SOFTWARE\\With blanks',
    'HKEY_LOCAL_MACHINE\\SOFTWARE\\Vendor\\Deeper',
    '',
  ].join('\r\n');
  const registry = registryOf(answered({ id: 'registry-subkeys', key: 'HKLM\\SOFTWARE' }, output));
  expect(registry.subkeys('HKLM\\SOFTWARE')).toEqual({ kind: 'known', value: ['Vendor', 'With blanks'] });
});

test('a list of a key tells its own values, where no export does, and nothing of what lies below', () => {
  const output = ['', 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Vendor', '    Version\tREG_SZ\t8.0', '    Pass\tREG_SZ\t'];
  const list = answered({ id: 'registry-subkeys', key: VENDOR }, `${output.join('\r\n')}${REDACTED}\r\n`);
  const registry = registryOf(list);
  const version = registry.value(VENDOR.toLowerCase(), 'VERSION');
  expect(version.kind === 'known' ? asText(version.value) : version).toBe('8.0');
  expect(registry.lastQuestion).toEqual({ id: 'registry-subkeys', key: VENDOR });
  expect(registry.value(VENDOR, 'Other')).toEqual({ kind: 'absent' });
  expect(registry.value(VENDOR, 'Pass').kind).toBe('unreadable');
  expect(registry.value(KEY, 'Version')).toEqual({ kind: 'absent' });
  expect(registry.values(VENDOR).kind).toBe('unreadable');
  expect(registryOf(list, exported(VENDOR, whole)).value(VENDOR, 'Version')).toEqual({ kind: 'absent' });
  const refused = registryOf(answered({ id: 'registry-subkeys', key: VENDOR }, '', 1));
  expect(refused.value(VENDOR, 'Version').kind).toBe('unreadable');
});

test('a reading names the question that it comes from', () => {
  const registry = registryOf(exported(VENDOR, whole), listed('HKU', ['S-1-5-18']));
  registry.value(KEY, 'Version');
  expect(registry.lastQuestion).toEqual({ id: 'registry-export', key: VENDOR });
  registry.subkeys('HKU');
  expect(registry.lastQuestion).toEqual({ id: 'registry-subkeys', key: 'HKU' });
  registry.value('HKU\\S-1-5-21-1\\Network', 'x');
  expect(registry.lastQuestion).toEqual({ id: 'registry-subkeys', key: 'HKU' });
  registry.value('HKLM\\SYSTEM', 'x');
  expect(registry.lastQuestion).toEqual({ id: 'registry-export', key: 'HKLM\\SYSTEM' });
});

test('what was taken out of a bundle is unread, and so is a list that it may belong to', () => {
  const registry = registryOf(exported(VENDOR, treeOf({ [KEY]: { Kept: dword(1), Taken: sz(REDACTED) } })));
  expect(registry.value(KEY, 'Taken')).toEqual({
    kind: 'unreadable',
    reason: 'Taken was taken out of the bundle because it may hold a secret',
  });
  const kept = registry.value(KEY, 'Kept');
  expect(kept.kind === 'known' ? asDword(kept.value) : kept).toBe(1);
  expect(registry.values(KEY).kind).toBe('unreadable');
});

test('the trees to render a fix over are those that came through', () => {
  const registry = registryOf(exported(KEY, undefined, 1), exported(VENDOR, whole));
  expect(registry.trees().map((tree) => tree.keys())).toEqual([['HKLM', 'HKLM\\SOFTWARE', VENDOR, KEY]]);
});
