import {
  defineProduct,
  type Fact,
  type HostEvidence,
  type HostRequest,
  known,
  sameName,
  unreadable,
} from '@scanclash/core';
import { z } from 'zod';
import { serviceRunning } from '../windows/service-running.ts';
import { groupshieldBehaviours } from './behaviours.ts';
import { detectGroupshield, type GroupshieldContext, PRODUCT_KEY, SERVICES_KEY, STORE_SERVICE } from './context.ts';
import { groupshieldFixes } from './fixes.ts';
import { groupshieldSettings, serviceDependsOn } from './settings.ts';

const SERVICES: HostRequest = { id: 'registry-export', key: SERVICES_KEY };

const stateOf = ({ service }: GroupshieldContext) => ({ id: 'service-state', service }) as const;

export const mcafeeGroupshield = defineProduct<GroupshieldContext>({
  id: 'mcafee-groupshield',
  namespace: 'groupshield',
  title: 'McAfee GroupShield for Exchange 7.0',
  versions: { '7.0': { service: 'GroupShield', folder: 'C:\\Program Files\\McAfee\\GroupShield for Exchange\\Bin' } },
  settings: groupshieldSettings,
  facts: {
    'service.name': z.string().describe('Name of its service, found by the path of its program.'),
    'service.running': z.boolean().describe('Its service runs.'),
    'service.dependsOnStore': z
      .boolean()
      .describe('Its service depends on MSExchangeIS, so that whatever starts it starts the store.'),
    folder: z.string().describe('Folder of its programs.'),
  },
  behaviours: groupshieldBehaviours,
  functions: [],
  fixes: groupshieldFixes,
  rounds: [
    () => [
      SERVICES,
      { id: 'registry-export', key: PRODUCT_KEY },
      { id: 'registry-subkeys', key: 'HKLM\\SOFTWARE' },
      { id: 'registry-subkeys', key: 'HKLM\\SOFTWARE\\Network Associates' },
    ],
    (evidence) => {
      const context = detectGroupshield(evidence);
      return context.kind === 'known' ? [stateOf(context.value)] : [];
    },
  ],
  detect: detectGroupshield,
  collect: (evidence: HostEvidence, context) => {
    const origin = { kind: 'question', question: SERVICES } as const;
    return {
      'service.name': known(context.service, origin),
      'service.running': serviceRunning(evidence, stateOf(context)),
      'service.dependsOnStore': dependsOnStore(evidence, context),
      folder: known(context.folder, origin),
    };
  },
});

function dependsOnStore({ registry }: HostEvidence, context: GroupshieldContext): Fact {
  const names = serviceDependsOn.read(registry, context);
  if (names.kind === 'unreadable') return unreadable(names.reason, SERVICES);
  const depends = names.kind === 'known' && names.value.some((name) => sameName(name, STORE_SERVICE));
  return known(depends, { kind: 'question', question: SERVICES });
}
