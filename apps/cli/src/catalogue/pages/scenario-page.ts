import { formatMs, type Page } from '@scanclash/core';
import type { Arm, Scenario, WorldDefinition } from '@scanclash/scenarios';
import { paragraphs, terms, verbatim } from './page-sections.ts';

/** The page of a scenario: the story, what happens, what must be seen, and every arm. */
export function scenarioPage(scenario: Scenario): Page {
  const { id, file, world, arms, causedBy } = scenario;
  const broken = arms.find(({ kind }) => kind === 'broken');
  return {
    id,
    kind: 'scenario',
    title: file.title,
    source: file.source,
    evidence: null,
    sections: [
      ...paragraphs('Story', [file.story?.trim()]),
      ...terms('World', [[world.id, world.title], ...hostRows(world)]),
      ...terms(
        'Arms',
        arms.map((arm) => [arm.id, armWords(arm, broken)]),
      ),
      ...terms('Timeline', [
        ...file.timeline.map(({ at, do: what, on, with: parameters }): readonly [string, string] => [
          formatMs(at / 1_000),
          `${on ?? world.subject}: ${what} ${JSON.stringify(parameters)}`,
        ]),
        [formatMs(file.until / 1_000), 'the symptoms are judged'],
      ]),
      ...verbatim('Symptoms', scenario.symptoms.map(({ text }) => text.replace(/\s+/g, ' ')).join('\n')),
      ...verbatim('Proves nothing unless', scenario.reaches.text.replace(/\s+/g, ' ')),
      ...paragraphs(
        causedBy.length > 1 ? 'Caused by any of' : 'Caused by',
        causedBy.map((set) =>
          set
            .map((cause) =>
              cause.kind === 'behaviour'
                ? cause.id
                : `${cause.host}: ${cause.path}, healthy at ${JSON.stringify(cause.healthy)}`,
            )
            .join(' and '),
        ),
      ),
      ...paragraphs('Needs', file.enables),
      ...paragraphs('Found by', file.findings),
      ...paragraphs('Protection that every fix must keep', file['still-protected']),
    ],
  };
}

const hostRows = (world: WorldDefinition): [string, string][] =>
  Object.entries(world.hosts).map(([name, { windows, address, products }]) => [
    name,
    `Windows ${windows}, ${address}: ${Object.keys(products).join(', ') || 'nothing more'}${name === world.subject ? ' (the subject)' : ''}`,
  ]);

function armWords(arm: Arm, broken: Arm | undefined): string {
  const changed = [...arm.settings].flatMap(([host, products]) =>
    [...products].flatMap(([product, values]) =>
      Object.entries(values)
        .filter(
          ([path, value]) => JSON.stringify(broken?.settings.get(host)?.get(product)?.[path]) !== JSON.stringify(value),
        )
        .map(([path, value]) => `${host} ${path} = ${JSON.stringify(value)}`),
    ),
  );
  return [
    arm.title,
    ...arm.fixes.map((fix) => `fix ${fix}`),
    ...changed,
    ...arm.loses.map((check) => `loses ${check}`),
    ...arm.stillFound.map((rule) => `still found: ${rule}`),
    ...arm.staysUnknown.map((rule) => `stays unknown: ${rule}`),
  ].join('; ');
}

/** The page of a world. */
export const worldPage = (world: WorldDefinition, scenarios: readonly string[]): Page => ({
  id: world.id,
  kind: 'world',
  title: world.title,
  source: null,
  evidence: null,
  sections: [
    ...terms('Hosts', hostRows(world)),
    ...terms('Mail', Object.entries(world.mail)),
    ...paragraphs('Clocks begin at', [world.startsAt]),
    ...paragraphs('Scenarios', scenarios),
  ],
});
