import { assumed, defineProduct, type HostRequest, known } from '@scanclash/core';
import { z } from 'zod';
import { serviceRunning } from '../windows/service-running.ts';
import { SITE_KEY, siteSettings } from './settings.ts';

const SERVICES = 'HKLM\\SYSTEM\\CurrentControlSet\\Services';
export const SERVICE = 'ExampleService';
/** Remote administration that runs as a service, as on most servers (MSXFAQ). */
export const REMOTE_TOOL = 'ExampleRemote';
const STATE: HostRequest & { id: 'service-state' } = { id: 'service-state', service: SERVICE };

/** Software that a site has and wants: a service with an update, and tools of its administrators. All made up. */
export const siteSoftware = defineProduct<true>({
  id: 'site-software',
  namespace: 'site',
  title: 'Software of a site: a service with an update, tools of administrators (made up)',
  versions: { every: true },
  settings: siteSettings,
  facts: {
    running: z.boolean().describe('The service runs.'),
    program: z.string().describe('Image name of the service.'),
  },
  behaviours: [
    {
      kind: 'assumption',
      id: 'site-software/assume-call-interval',
      title: 'Pause between two calls from code that the plug-in has made',
      evidence: assumed('MADE-UP'),
      default: 60,
      unit: 's',
    },
  ],
  functions: [],
  fixes: [],
  questions: [
    { id: 'registry-export', key: SERVICES },
    { id: 'registry-export', key: SITE_KEY },
    { id: 'registry-subkeys', key: 'HKLM\\SOFTWARE' },
    STATE,
  ],
  detect: ({ registry }) => {
    const image = registry.value(`${SERVICES}\\${SERVICE}`, 'ImagePath');
    return image.kind === 'known' ? { kind: 'known', value: true } : image;
  },
  collect: (evidence) => ({
    running: serviceRunning(evidence, STATE),
    program: known('service.exe', { kind: 'presumed', reason: 'the name of the made-up program' }),
  }),
});
