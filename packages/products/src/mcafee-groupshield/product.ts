import {
  asText,
  defineProduct,
  type Fact,
  type HostEvidence,
  type HostRequest,
  known,
  sameName,
  unreadable,
} from '@scanclash/core';
import { z } from 'zod';
import { eventFollowUps, eventRecordSchema, eventRecords, WINDOWS_VERSION } from '../windows/event-records.ts';
import { failureActions, failureActionsSchema } from '../windows/failure-actions.ts';
import { serviceRunning } from '../windows/service-running.ts';
import { groupshieldBehaviours } from './behaviours.ts';
import { detectGroupshield, type GroupshieldContext, PRODUCT_KEY, SERVICES_KEY, STORE_SERVICE } from './context.ts';
import { groupshieldFixes } from './fixes.ts';
import { groupshieldSettings, serviceDependsOn } from './settings.ts';

const SERVICES: HostRequest = { id: 'registry-export', key: SERVICES_KEY };

const failuresOf = ({ service }: Pick<GroupshieldContext, 'service'>) =>
  ({ id: 'service-failure-actions', service }) as const;
const stateOf = ({ service }: Pick<GroupshieldContext, 'service'>) => ({ id: 'service-state', service }) as const;

/** @source SCM-EVENTS: 7040. */
const START_TYPE_CHANGED = { log: 'System', event: 7040, isMeant: () => true } as const;

/** Only the path of its program tells its service from others. */
function serviceNames(evidence: HostEvidence): readonly string[] {
  const context = detectGroupshield(evidence);
  return context.kind === 'known' ? [context.value.service] : [];
}

export const mcafeeGroupshield = defineProduct<GroupshieldContext>({
  id: 'mcafee-groupshield',
  namespace: 'groupshield',
  title: 'McAfee GroupShield for Exchange 7.0',
  versions: { '7.0': { service: 'GroupShield', folder: 'C:\\Program Files\\McAfee\\GroupShield for Exchange\\Bin' } },
  settings: groupshieldSettings,
  facts: {
    'service.name': z.string().describe('Name of its service, found by the path of its program.'),
    'service.running': z.boolean().describe('Its service runs.'),
    'service.failureActions': failureActionsSchema.describe('What Windows does when its service ends unexpectedly.'),
    'service.startTypeChanges': z
      .array(eventRecordSchema)
      .describe(
        'Events of the service control manager about a changed start type of its service (7040): traces of setup programs.',
      ),
    'service.dependsOnStore': z
      .boolean()
      .describe('Its service depends on MSExchangeIS, so that whatever starts it starts the store.'),
    folder: z.string().describe('Folder of its programs.'),
  },
  behaviours: groupshieldBehaviours,
  functions: [],
  fixes: groupshieldFixes,
  questions: [
    SERVICES,
    WINDOWS_VERSION,
    { id: 'registry-export', key: PRODUCT_KEY },
    { id: 'registry-subkeys', key: 'HKLM\\SOFTWARE' },
    { id: 'registry-subkeys', key: 'HKLM\\SOFTWARE\\Network Associates' },
  ],
  followUps: [
    {
      of: { kind: 'reasoning', find: serviceNames },
      ask: (service) => [stateOf({ service }), failuresOf({ service })],
    },
    ...eventFollowUps('startTypeChanges', [START_TYPE_CHANGED]),
  ],
  detect: detectGroupshield,
  collect: (evidence: HostEvidence, context) => {
    const origin = { kind: 'question', question: SERVICES } as const;
    return {
      'service.name': known(context.service, origin),
      'service.running': serviceRunning(evidence, stateOf(context)),
      'service.failureActions': failureActions(evidence, failuresOf(context)),
      'service.startTypeChanges': eventRecords(evidence, startTypeChanges(evidence, context)),
      'service.dependsOnStore': dependsOnStore(evidence, context),
      folder: known(context.folder, origin),
    };
  },
});

/** Records that name its service, by the name that people see. */
function startTypeChanges({ registry }: HostEvidence, { service }: GroupshieldContext) {
  const stored = registry.value(`${SERVICES_KEY}\\${service}`, 'DisplayName');
  const name = (stored.kind === 'known' ? asText(stored.value) : undefined) ?? service;
  return [{ ...START_TYPE_CHANGED, isMeant: ({ text }: { text: string }) => text.includes(name) }];
}

function dependsOnStore({ registry }: HostEvidence, context: GroupshieldContext): Fact {
  const names = serviceDependsOn.read(registry, context);
  if (names.kind === 'unreadable') return unreadable(names.reason, SERVICES);
  const depends = names.kind === 'known' && names.value.some((name) => sameName(name, STORE_SERVICE));
  return known(depends, { kind: 'question', question: SERVICES });
}
