import { assumed, defineProduct, type HostRequest, known } from '@scanclash/core';
import { z } from 'zod';
import { BLAT_PARENT, blatSettings } from './settings.ts';

const BESIDE: HostRequest = { id: 'registry-subkeys', key: BLAT_PARENT };

/** Blat, the mailer of scripts. Its key is not exported in a check, because it may hold a password: settings stay unread. */
export const blat = defineProduct<true>({
  id: 'blat',
  namespace: 'blat',
  title: 'Blat, a mailer for scripts',
  versions: { every: true },
  settings: blatSettings,
  facts: { program: z.string().describe('Image name of the mailer.') },
  behaviours: [
    {
      kind: 'assumption',
      id: 'blat/assume-pause-between-tries',
      title: 'Pause between two tries',
      evidence: assumed('HOLE-blat-registry: the manual gives no pause'),
      default: 15,
      unit: 's',
    },
  ],
  functions: [],
  fixes: [],
  questions: [{ id: 'registry-subkeys', key: 'HKLM\\SOFTWARE' }, BESIDE],
  detect: ({ registry }) => {
    const keys = registry.subkeys(BLAT_PARENT);
    if (keys.kind !== 'known') return keys;
    const isThere = keys.value.some((key) => key.toUpperCase() === 'BLAT');
    return isThere ? { kind: 'known', value: true } : { kind: 'absent' };
  },
  collect: () => ({ program: known('blat.exe', { kind: 'presumed', reason: 'the program may have been renamed' }) }),
});
