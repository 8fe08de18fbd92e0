import {
  asText,
  baseName,
  defineProduct,
  type Fact,
  factOf,
  type HostEvidence,
  type HostRequest,
  isBelow,
  known,
  type Origin,
} from '@scanclash/core';
import { z } from 'zod';
import { serviceRunning } from '../windows/service-running.ts';
import { modusBehaviours } from './behaviours.ts';
import { detectModus, EDITION_KEY, EDITIONS, type ModusContext, SERVICES_KEY, VIRCOM_KEYS } from './context.ts';
import { dataSourceQuestions, dataSources, dataSourcesSchema } from './data-sources.ts';
import { modusFixes } from './fixes.ts';
import { folderQuestions, spoolOf } from './folder-questions.ts';
import { logsWithFailedConnects } from './log-facts.ts';
import { modusProbeFolders } from './probe-folders.ts';
import { serviceTemp, tempQuestions } from './service-temp.ts';
import { MODUS_SERVICES } from './services.ts';
import { modusSettings } from './settings.ts';
import { spoolFactSchemas, spoolFacts } from './spool-facts.ts';

const SERVICES: HostRequest = { id: 'registry-export', key: SERVICES_KEY };
const DELIVERY: HostRequest & { id: 'service-state' } = { id: 'service-state', service: 'SMTPDS' };

/** The image names of all services whose program lies below the root. */
function modusPrograms({ registry }: HostEvidence, root: string): string[] {
  const services = registry.subkeys(SERVICES_KEY);
  return (services.kind === 'known' ? services.value : []).flatMap((service) => {
    const image = registry.value(`${SERVICES_KEY}\\${service}`, 'ImagePath');
    const path =
      image.kind === 'known' ? (asText(image.value) ?? '').replaceAll('"', '').replace(/(\.exe).*$/i, '$1') : '';
    return isBelow(path, root) ? [baseName(path)] : [];
  });
}

/** Known from the usual layout only. */
const presumed = (value: string, reason: string): Fact => known(value, { kind: 'presumed', reason } satisfies Origin);

export const vircomModus = defineProduct<ModusContext>({
  id: 'vircom-modus',
  namespace: 'modus',
  title: 'Vircom ModusMail and ModusGate',
  versions: Object.fromEntries(
    EDITIONS.map((edition) => {
      const name = EDITION_KEY[edition];
      return [name, { edition, root: `C:\\Program Files\\Vircom\\${name}`, key: `${VIRCOM_KEYS[0]}\\${name}` }];
    }),
  ),
  settings: modusSettings,
  facts: {
    root: z.string().describe('Folder of the programs.'),
    programs: z
      .array(z.string())
      .describe('Image names of the programs of Modus, from the services that lie below the root.'),
    deliveryProgram: z.string().describe('Image name of the program that delivers mail to other servers.'),
    deliveryRunning: z.boolean().describe('The delivery service runs.'),
    ...spoolFactSchemas,
    logsWithE0020101: z
      .array(z.string())
      .describe('Logs that hold E0020101: a connect failed, whatever stopped it. It proves nothing by itself.'),
    dataSources: dataSourcesSchema.describe(
      'ODBC data sources of the system; which of them is that of Modus is not public.',
    ),
    'temp.system': z.string().describe('TEMP of the system, which services run with. Variables are not filled in.'),
    'temp.localSystem': z.string().describe('TEMP of LocalSystem itself; absent where it has none of its own.'),
  },
  probeFolders: modusProbeFolders,
  behaviours: modusBehaviours,
  functions: [],
  fixes: modusFixes,
  questions: [
    SERVICES,
    ...VIRCOM_KEYS.map((key): HostRequest => ({ id: 'registry-export', key })),
    { id: 'registry-subkeys', key: 'HKLM\\SOFTWARE' },
    { id: 'registry-subkeys', key: 'HKLM\\SOFTWARE\\Wow6432Node' },
    DELIVERY,
  ],
  followUps: [
    ...folderQuestions,
    { ask: () => dataSourceQuestions, serves: ['dataSources'] },
    { ask: () => tempQuestions, serves: ['temp'] },
  ],
  detect: detectModus,
  collect: (evidence: HostEvidence, context) => ({
    root: known(context.root, { kind: 'question', question: SERVICES }),
    programs: factOf(modusPrograms(evidence, context.root), { kind: 'question', question: SERVICES }),
    deliveryProgram: presumed(MODUS_SERVICES.SMTPDS.program, 'the program name of the delivery service is not public'),
    deliveryRunning: serviceRunning(evidence, DELIVERY),
    ...spoolFacts(evidence, spoolOf(evidence, context)),
    logsWithE0020101: logsWithFailedConnects(evidence, context.root),
    dataSources: dataSources(evidence),
    ...serviceTemp(evidence),
  }),
});
