import { asText, defineProduct, documented, type HostRequest, known, parentOf, unreadable } from '@scanclash/core';
import { z } from 'zod';
import { genericBehaviours } from './behaviours.ts';
import { genericSettings } from './settings.ts';

const SERVICES: HostRequest = { id: 'registry-export', key: 'HKLM\\SYSTEM\\CurrentControlSet\\Services' };
const SERVICE = `${SERVICES.key}\\GenericAvGuard`;

/** Any anti-virus beside McAfee, on a desktop or in the store of Exchange: a made-up one, since the articles name none. */
export const genericAntivirus = defineProduct<true>({
  id: 'generic-antivirus',
  namespace: 'antivirus',
  title: 'Another anti-virus (made up)',
  versions: { every: true },
  settings: genericSettings,
  facts: { folder: z.string().describe('Folder of its programs.') },
  behaviours: genericBehaviours,
  functions: [],
  fixes: [
    {
      id: 'generic-antivirus/let-xml-into-the-store',
      title: 'Do not block XML files in the store, in the other anti-virus',
      evidence: documented(
        'MSXFAQ#6: Exchange keeps data in the system mailbox as XML files; all scanners are concerned',
      ),
      console: [
        'In the console of the other anti-virus: remove XML from the types that its filter in the store blocks.',
        'What was deleted from system mailboxes does not come back by that.',
        'To keep XML out of mail, filter it in the transport, or at a gateway.',
      ],
      steps: [{ do: 'remove', setting: 'antivirus.storeFilter.blockedTypes', item: 'xml' }],
      protectionLost: 'XML files that come by mail reach mailboxes, unless something on their way blocks them.',
      interruption: '',
    },
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
    SERVICES,
    { id: 'registry-export', key: 'HKLM\\SOFTWARE\\GenericAntivirus' },
    { id: 'registry-subkeys', key: 'HKLM\\SOFTWARE' },
  ],
  detect: ({ registry }) => {
    const image = registry.value(SERVICE, 'ImagePath');
    return image.kind === 'known' ? { kind: 'known', value: true } : image;
  },
  collect: ({ registry }) => {
    const image = registry.value(SERVICE, 'ImagePath');
    const program = image.kind === 'known' ? asText(image.value)?.replace(/^"([^"]+)".*/, '$1') : undefined;
    const folder = program === undefined ? undefined : parentOf(program);
    return {
      folder:
        folder === undefined
          ? unreadable('the path of its service was not read', SERVICES)
          : known(folder, { kind: 'question', question: SERVICES }),
    };
  },
});
