import { singleMailServer } from './single-mail-server.ts';
import type { WorldDefinition } from './world-definition.ts';

export const WORLDS: readonly WorldDefinition[] = [singleMailServer];
export type { HostDefinition, WorldDefinition } from './world-definition.ts';
