import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { scanclash } from '../../apps/cli/src/test/command-line.ts';
import { ENVIRONMENT, epoOf, serveEpo } from '../../apps/cli/src/test/served-epo.ts';
import { ablate, loadScenario, runArm } from '../../packages/scenarios/src/index.ts';
import { type Block, blocksOf, commandsOf, isShownOf } from './docs-example.ts';
import { filesBelow, textOf } from './repository-files.ts';

/*
 * What the documents show is what happens. A fence says what its block is:
 *
 *     console [exit=N]     commands with their output; the last one ends with N (0 where nothing is said)
 *     … epo=SCENARIO       epo01.example.com:8443 is the ePO server of that scenario, served; SHA256:PIN its certificate
 *     … file=PATH          a file that the commands after it can read
 *     yaml scenario=ID     a scenario: every arm comes out as expected, and it does not survive its ablation
 *     … excerpt=PATH       a part of a file of this repository, to the letter
 *
 * The blocks of a document run one after another in a folder of their own. Blocks of text, sh, json without a mark are
 * not run.
 */
const documents = filesBelow('README.md', 'CONTRIBUTING.md', 'docs')
  .filter((path) => path.endsWith('.md') && !path.startsWith('docs/reference/'))
  .map((path) => [path, blocksOf(path, textOf(path))] as const)
  .filter(([, blocks]) => blocks.some(isRun));

function isRun({ language, marks }: Block): boolean {
  return language === 'console' || Object.keys(marks).length > 0;
}

test.each(documents)('the examples of %s come out as shown', { timeout: 60_000 }, async (_, blocks) => {
  const folder = mkdtempSync(join(tmpdir(), 'scanclash-docs-'));
  try {
    for (const block of blocks.filter(isRun)) await expectBlock(block, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

async function expectBlock(block: Block, folder: string): Promise<void> {
  const { place, language, marks, text } = block;
  if (language === 'console') return expectCommands(block, folder);
  if (marks['file'] !== undefined) {
    mkdirSync(dirname(join(folder, marks['file'])), { recursive: true });
    writeFileSync(join(folder, marks['file']), text);
  } else if (marks['excerpt'] !== undefined) {
    expect(textOf(marks['excerpt']), `${place}: the excerpt is no part of the file any more`).toContain(text);
  } else if (marks['scenario'] !== undefined) {
    expectScenario(marks['scenario'], block);
  } else {
    throw new Error(`${place}: a mark that nobody knows`);
  }
}

/** Stands in for the address of a document, so that examples about a server can be run. */
interface Served {
  readonly words: (words: readonly string[]) => readonly string[];
  readonly output: (text: string) => string;
  readonly environment: Readonly<Record<string, string>>;
  readonly close: () => Promise<void>;
}

const NOTHING_SERVED: Served = {
  words: (words) => words,
  output: (text) => text,
  environment: {},
  close: () => Promise.resolve(),
};

async function servedFor({ marks }: Block): Promise<Served> {
  const scenario = marks['epo'];
  if (scenario === undefined) return NOTHING_SERVED;
  const { port, pin, close } = await serveEpo(epoOf('broken', 1, scenario));
  const own = `127.0.0.1:${port}`;
  return {
    words: (words) => words.map((word) => word.replace('epo01.example.com:8443', own).replace('SHA256:PIN', pin)),
    output: (text) => text.replaceAll(own, 'epo01.example.com:8443'),
    environment: ENVIRONMENT,
    close,
  };
}

async function expectCommands(block: Block, folder: string): Promise<void> {
  const served = await servedFor(block);
  try {
    await expectEach(block, folder, served);
  } finally {
    await served.close();
  }
}

async function expectEach(block: Block, folder: string, served: Served): Promise<void> {
  const commands = commandsOf(block);
  const { environment } = served;
  for (const [i, { line, words, stdin, shown }] of commands.entries()) {
    const input = stdin === undefined ? {} : { stdin: readFileSync(join(folder, stdin), 'utf8') };
    const ended = await scanclash(served.words(words), { cwd: folder, environment, ...input });
    const output = served.output(ended.stdout + ended.stderr);
    const exit = i === commands.length - 1 ? Number(block.marks['exit'] ?? 0) : 0;
    expect(ended.code, `${block.place}: ${line}\n${output}`).toBe(exit);
    if (shown === '' || isShownOf(output, shown)) continue;
    expect(output, `${block.place}: ${line}`).toBe(shown);
  }
}

function expectScenario(id: string, { place, text }: Block): void {
  const scenario = loadScenario({ id, file: place, text });
  for (const arm of scenario.arms) {
    const { outcome, problems } = runArm(scenario, arm, { seed: 1 });
    expect({ arm: arm.id, outcome, problems }, place).toEqual({ arm: arm.id, outcome: 'as-expected', problems: [] });
  }
  expect(
    ablate(scenario, 1).filter(({ ok }) => !ok),
    place,
  ).toEqual([]);
}

test('an elision stands for lines, or for a part of a line, and for nothing else', () => {
  const output = 'MAIL01  read at 10:00\n\nHIGH: blocked \n1 finding\n';
  expect(isShownOf(output, output)).toBe(true);
  expect(isShownOf(output, 'MAIL01  read at …\n\nHIGH: blocked\n1 finding')).toBe(true);
  expect(isShownOf(output, '…\n1 finding')).toBe(true);
  expect(isShownOf(output, 'MAIL01  read at 10:00\n…\n1 finding\n…')).toBe(true);
  expect(isShownOf(output, '…\nHIGH: blocked')).toBe(false);
  expect(isShownOf(output, 'MAIL01…\nHIGH: blocked\n1 finding')).toBe(false);
  expect(isShownOf('a+b', 'a+b')).toBe(true);
  expect(isShownOf('aab', 'a+b')).toBe(false);
});

test('the words of a command are those that a shell would make of it', () => {
  const text = "$ scanclash check - --given 'modus={$absent: true}' < hosts.ndjson\nMAIL01\n$ scanclash list rules\n";
  expect(commandsOf({ place: 'x', language: 'console', marks: {}, text })).toEqual([
    {
      line: "scanclash check - --given 'modus={$absent: true}' < hosts.ndjson",
      words: ['check', '-', '--given', 'modus={$absent: true}'],
      stdin: 'hosts.ndjson',
      shown: 'MAIL01',
    },
    { line: 'scanclash list rules', words: ['list', 'rules'], stdin: undefined, shown: '' },
  ]);
});
