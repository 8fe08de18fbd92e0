import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { expect, test } from 'vitest';
import { describeCommands } from '../../apps/cli/src/command-table.ts';
import { repositoryRoot } from '../command.mjs';
import { filesBelow, textOf } from './repository-files.ts';

const documents = filesBelow('README.md', 'CONTRIBUTING.md', 'docs').filter((path) => path.endsWith('.md'));

/** Text of a document without its fenced blocks, where links are no links. */
const proseOf = (path: string) => textOf(path).replaceAll(/^```.*?^```$/gms, '');

/** Relative links as [path from the root, anchor]. */
function linksOf(path: string): [target: string, anchor: string][] {
  return [...proseOf(path).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = '']) => link)
    .filter((link) => !/^[a-z]+:/.test(link))
    .map((link) => {
      const [target = '', anchor = ''] = link.split('#');
      return [target === '' ? path : posix.normalize(posix.join(posix.dirname(path), target)), anchor];
    });
}

/** Anchors of the headings of a document, as GitHub makes them. */
function anchorsOf(path: string): string[] {
  return [...proseOf(path).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

test.each(documents)('every link of %s leads somewhere', (path) => {
  const broken = linksOf(path).filter(([target, anchor]) => {
    if (!existsSync(join(repositoryRoot, target))) return true;
    return anchor !== '' && !anchorsOf(target).includes(anchor);
  });
  expect(broken).toEqual([]);
});

test('every document is two clicks from README.md', () => {
  const first = linksOf('README.md').map(([target]) => target);
  const reached = new Set([...first, ...first.filter((path) => path.endsWith('.md')).flatMap(secondClick)]);
  expect(documents.filter((path) => path !== 'README.md' && !reached.has(path))).toEqual([]);
});

const secondClick = (path: string): string[] => linksOf(path).map(([target]) => target);

test('every command stands in README.md, and every option in a guide', () => {
  const program = describeCommands(() => async () => {});
  const leaves = program.commands.flatMap((command) =>
    command.commands.length === 0
      ? [[command.name(), command] as const]
      : command.commands.map((leaf) => [`${command.name()} ${leaf.name()}`, leaf] as const),
  );
  const readme = textOf('README.md');
  const guides = filesBelow('docs/guides').map(textOf).join('\n');
  expect(leaves.map(([name]) => name).filter((name) => !readme.includes(`scanclash ${name}`))).toEqual([]);
  const options = [program, ...leaves.map(([, leaf]) => leaf)].flatMap((command) => command.options);
  const isShown = ({ long, short }: (typeof options)[number]) =>
    [long, short].some((name) => name !== undefined && new RegExp(`(?<![\\w-])${name}(?![\\w-])`).test(guides));
  expect(options.filter((option) => !isShown(option)).map(({ flags }) => flags)).toEqual([]);
});
