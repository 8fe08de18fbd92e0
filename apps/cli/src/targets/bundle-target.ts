import { namePattern, reportedError } from '@scanclash/core';
import { BundleTransport, openBundle } from '@scanclash/transports';
import type { OpenedTarget } from './opened-target.ts';
import { readHost } from './read-host.ts';
import type { Target } from './target.ts';

/**
 * Opens a bundle. Registry exports that somebody put into a folder do not tell whose they are: a single `--host` names
 * the host then.
 */
export async function openRecorded(
  target: Target & { kind: 'bundle' },
  hostWords: readonly string[],
): Promise<OpenedTarget> {
  const opened = await openBundle(target.path);
  const [only, ...others] = hostWords;
  const names = opened.hosts.map(({ name }) => name);
  const isNamedByUser =
    opened.kind === 'by-hand' && only !== undefined && others.length === 0 && !names.some(namePattern(only));
  const bundle = isNamedByUser ? await openBundle(target.path, { host: only }) : opened;
  const { kind, complete, ignored, warnings } = bundle;
  return {
    word: target.word,
    recorded: { kind, complete },
    hosts: bundle.hosts.map((host) => ({
      name: host.name,
      at: host.collectedAt,
      read: () => readHost(new BundleTransport(host)),
    })),
    site: undefined,
    warnings: [
      ...warnings.map(reportedError),
      ...(ignored.length === 0
        ? []
        : [{ code: null, problem: `${target.word}: no part of a bundle, not looked at: ${ignored.join(', ')}` }]),
      ...(kind !== 'by-hand' && !complete
        ? [{ code: null, problem: `${target.word}: the collection was broken off; what is missing was never asked` }]
        : []),
    ],
  };
}
