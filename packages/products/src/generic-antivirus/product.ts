import { defineProduct, documented } from '@scanclash/core';
import { genericBehaviours } from './behaviours.ts';
import { genericSettings } from './settings.ts';

const SERVICE = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\GenericAvGuard';

/** Any desktop anti-virus beside McAfee: a made-up one, since the article names none. */
export const genericAntivirus = defineProduct<true>({
  id: 'generic-antivirus',
  namespace: 'antivirus',
  title: 'Another anti-virus (made up)',
  versions: { every: true },
  settings: genericSettings,
  facts: {},
  behaviours: genericBehaviours,
  functions: [],
  fixes: [
    {
      id: 'generic-antivirus/exclude-modus-spool',
      title: 'Exclude the Modus spool in the other anti-virus',
      evidence: documented('KB1258#1: any desktop virus scan'),
      console: [
        'In the console of the other anti-virus: exclude the spool folder with all below it, reading and writing.',
      ],
      steps: [
        { do: 'add', setting: 'antivirus.excludedFolders', item: { fact: 'modus.spoolDirectory', suffix: '\\' } },
      ],
      protectionLost: 'Files in the spool are not scanned by it.',
      interruption: '',
    },
  ],
  questions: [
    { id: 'registry-export', key: 'HKLM\\SYSTEM\\CurrentControlSet\\Services' },
    { id: 'registry-export', key: 'HKLM\\SOFTWARE\\GenericAntivirus' },
    { id: 'registry-subkeys', key: 'HKLM\\SOFTWARE' },
  ],
  detect: ({ registry }) => {
    const image = registry.value(SERVICE, 'ImagePath');
    return image.kind === 'known' ? { kind: 'known', value: true } : image;
  },
  collect: () => ({}),
});
