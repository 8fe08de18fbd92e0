import { defineProduct } from '@scanclash/core';
import { iisSettings } from './settings.ts';

const SERVICES = 'HKLM\\SYSTEM\\CurrentControlSet\\Services';

/** Internet Information Services 6 with pages that send mail by themselves. */
export const iis = defineProduct<true>({
  id: 'iis',
  namespace: 'iis',
  title: 'Internet Information Services 6, as far as its pages send mail',
  versions: { every: true },
  settings: iisSettings,
  facts: {},
  behaviours: [],
  functions: [],
  fixes: [],
  questions: [{ id: 'registry-export', key: SERVICES }],
  detect: ({ registry }) => {
    const image = registry.value(`${SERVICES}\\W3SVC`, 'ImagePath');
    return image.kind === 'known' ? { kind: 'known', value: true } : image;
  },
  collect: () => ({}),
});
