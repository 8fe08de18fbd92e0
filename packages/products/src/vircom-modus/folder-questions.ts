import { type FollowUp, type HostEvidence, joinPath } from '@scanclash/core';
import { detectModus, EDITION_KEY, EDITIONS, type ModusContext, VIRCOM_KEYS } from './context.ts';
import { logQuestion } from './log-facts.ts';
import { spoolDirectory } from './settings.ts';
import { spoolQuestion } from './spool-facts.ts';

/** Where Modus is installed unless somebody chose otherwise. */
const usualRoots = (edition: (typeof EDITIONS)[number]): readonly string[] =>
  ['Program Files', 'Program Files (x86)'].map((folder) => `C:\\${folder}\\Vircom\\${EDITION_KEY[edition]}`);

const noCollector = () => false;

/** About a folder that the settings lead to. */
const found = (find: (evidence: HostEvidence, context: ModusContext) => string) => ({
  kind: 'reasoning' as const,
  find: (evidence: HostEvidence) => {
    const context = detectModus(evidence);
    return context.kind === 'known' ? [find(evidence, context.value)] : [];
  },
});

/** The spool of a Modus, as far as its settings tell. */
export function spoolOf({ registry }: Pick<HostEvidence, 'registry'>, context: ModusContext): string {
  const stored = spoolDirectory.read(registry, context);
  return stored.kind === 'known' ? stored.value : (spoolDirectory.defaultFor(context) as string);
}

/**
 * What lies in the spool, and which logs hold a token. Collectors find both folders by the settings; the script looks for the
 * value of the spool, and into the usual places.
 */
export const folderQuestions: readonly FollowUp[] = [
  { of: found(spoolOf), ask: (spool) => [spoolQuestion(spool)], serves: ['spool'] },
  { of: found((_, { root }) => root), ask: (root) => [logQuestion(root)], serves: ['logsWithE0020101'] },
  ...EDITIONS.flatMap((edition): readonly FollowUp[] => [
    ...VIRCOM_KEYS.map(
      (key): FollowUp => ({
        of: {
          kind: 'text',
          key: `${key}\\${EDITION_KEY[edition]}`,
          value: 'SpoolDir',
          usual: key === VIRCOM_KEYS[0] ? usualRoots(edition).map((root) => joinPath(root, 'Spool')) : [],
        },
        ask: (spool) => [spoolQuestion(spool)],
        when: noCollector,
      }),
    ),
    { ask: () => usualRoots(edition).map(logQuestion), when: noCollector },
  ]),
];
