import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { scanclash } from '../test/command-line.ts';

const leftovers = () => readdirSync(tmpdir()).filter((name) => name.startsWith('scanclash-tour-'));

test('the tour plays everything, checks a host and its bundle, and leaves nothing behind', async () => {
  const before = leftovers();
  const { code, stdout, stderr } = await scanclash(['tour']);
  expect(stdout).toMatch(/\d+ runs: \d+ as expected/);
  expect(stdout).toContain('CRITICAL MAIL01');
  expect(stdout).toContain('The verdicts are those of the host itself');
  expect(stdout).toMatch(/Next: scanclash check sim:\S+\n$/);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(leftovers()).toEqual(before);
}, 120_000);

test('a tour that is stopped says what is known so far', async () => {
  const { code, stdout } = await scanclash(['tour'], { interruptAfter: 2 });
  expect(code).toBe(130);
  expect(stdout).toContain('2 runs');
});
