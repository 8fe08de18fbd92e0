import { assumed, defineProduct, known } from '@scanclash/core';
import { z } from 'zod';
import { monitoringSettings } from './settings.ts';

const SERVICES = 'HKLM\\SYSTEM\\CurrentControlSet\\Services';
export const MONITOR = { service: 'ExampleMonitor', program: 'monitor.exe' } as const;

/**
 * A program that watches servers: a made-up one for HostMonitor, WhatsUp and the like.
 * @source WUG: the e-mail probe sends a message by SMTP; a server that it cannot send through is shown as down.
 */
export const monitoring = defineProduct<true>({
  id: 'monitoring',
  namespace: 'monitoring',
  title: 'A program that watches servers (made up)',
  versions: { every: true },
  settings: monitoringSettings,
  facts: { program: z.string().describe('Image name of the program that probes and mails alerts.') },
  behaviours: [
    {
      kind: 'assumption',
      id: 'monitoring/assume-probe-interval',
      title: 'Pause between two probes',
      evidence: assumed('MADE-UP'),
      default: 60,
      unit: 's',
    },
  ],
  functions: [],
  fixes: [],
  questions: [
    { id: 'registry-export', key: SERVICES },
    { id: 'registry-export', key: 'HKLM\\SOFTWARE\\ScanclashMadeUp\\Monitor' },
    { id: 'registry-subkeys', key: 'HKLM\\SOFTWARE' },
  ],
  detect: ({ registry }) => {
    const image = registry.value(`${SERVICES}\\${MONITOR.service}`, 'ImagePath');
    return image.kind === 'known' ? { kind: 'known', value: true } : image;
  },
  collect: () => ({
    program: known(MONITOR.program, { kind: 'presumed', reason: 'the name of the made-up program' }),
  }),
});
