import { expect, test } from 'vitest';
import { readSshAddress, showSshAddress } from './ssh-address.ts';

test.each([
  ['admin@mail01', { user: 'admin', host: 'mail01', port: 22 }],
  ['admin@mail01:2222/', { user: 'admin', host: 'mail01', port: 2222 }],
  ['mail01', { user: 'me', host: 'mail01', port: 22 }],
  ['CORP%5Cadmin@mail01', { user: 'CORP\\admin', host: 'mail01', port: 22 }],
  ['admin@[2001:db8::1]:2222', { user: 'admin', host: '2001:db8::1', port: 2222 }],
])('%s', (text, address) => {
  expect(readSshAddress(text, text, 'me')).toEqual(address);
});

test('an address is shown as it is written', () => {
  expect(showSshAddress({ user: 'a', host: '2001:db8::1', port: 22 })).toBe('a@[2001:db8::1]:22');
});

test.each(['', 'admin@', 'admin@mail01:0', 'admin@mail01:70000', 'admin@mail 01', 'admin@mail01/path', 'a%ZZ@mail01'])(
  '%j is refused',
  (text) => expect(() => readSshAddress(text, text, 'me')).toThrow(/SC-USE-004/),
);

test('a password is refused, and not repeated', () => {
  const refuse = () => readSshAddress('admin:hush@mail01', 'ssh://admin:hush@mail01', undefined);
  expect(refuse).toThrow(/command lines are seen by others/);
  expect(refuse).toThrow(/^(?!.*hush)/);
});
