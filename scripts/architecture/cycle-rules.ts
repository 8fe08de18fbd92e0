import { type Repository, targetOf, type Violation } from './repository.ts';

type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/** Files import each other without a cycle; imports of types count, for they tie two files just the same. */
export function fileCycles(repository: Repository): Violation[] {
  const graph = new Map(
    [...repository.files.values()].map((file) => {
      const targets = file.references.map((reference) => targetOf(repository, file, reference)?.path);
      return [file.path, new Set(targets.filter((path) => path !== undefined))] as const;
    }),
  );
  return cyclesOf(graph).map((cycle) => ({
    path: cycle[0] ?? '',
    line: 1,
    message: `imports itself: ${cycle.join(' -> ')}`,
  }));
}

/** Packages depend on each other without a cycle, by their manifests. */
export function packageCycles({ workspaces }: Repository): Violation[] {
  const graph = new Map(workspaces.map(({ name, dependencies }) => [name, dependencies]));
  return cyclesOf(graph).map((cycle) => ({
    path: `${workspaces.find(({ name }) => name === cycle[0])?.folder}/package.json`,
    line: 1,
    message: `depends on itself: ${cycle.join(' -> ')}`,
  }));
}

/** The shortest way back to every node that has one, each cycle once: from its least name back to it. */
function cyclesOf(graph: Graph): string[][] {
  const cycles = new Map<string, string[]>();
  for (const start of graph.keys()) {
    const cycle = shortestWayBack(graph, start);
    if (cycle !== undefined) cycles.set(cycle.slice(1).toSorted().join(), fromLeast(cycle));
  }
  return [...cycles.values()];
}

function shortestWayBack(graph: Graph, start: string): string[] | undefined {
  const ways: string[][] = [[start]];
  const seen = new Set<string>();
  for (const way of ways) {
    for (const next of graph.get(way.at(-1) ?? '') ?? []) {
      if (next === start) return [...way, start];
      if (seen.has(next)) continue;
      seen.add(next);
      ways.push([...way, next]);
    }
  }
  return undefined;
}

function fromLeast(cycle: readonly string[]): string[] {
  const nodes = cycle.slice(1);
  const least = nodes.indexOf(nodes.toSorted()[0] ?? '');
  const turned = [...nodes.slice(least), ...nodes.slice(0, least)];
  return [...turned, ...turned.slice(0, 1)];
}
