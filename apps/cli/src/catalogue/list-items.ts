import type { ListItem, ListKind } from '@scanclash/core';

/** Everything of a kind. What only the simulator knows of loads it; nothing else does. */
export async function listItems(kind: ListKind): Promise<readonly ListItem[]> {
  switch (kind) {
    case 'scenarios':
    case 'stimuli':
    case 'observables':
    case 'worlds': {
      const { SIMULATION_LISTS } = await import('./simulation-lists.ts');
      return SIMULATION_LISTS[kind]();
    }
    default: {
      const { KNOWLEDGE_LISTS } = await import('./knowledge-lists.ts');
      return KNOWLEDGE_LISTS[kind]();
    }
  }
}
