import { defineProduct, known } from '@scanclash/core';
import { z } from 'zod';
import { iisSettings } from './settings.ts';

const SERVICES = 'HKLM\\SYSTEM\\CurrentControlSet\\Services';

/** Internet Information Services 6 with pages that send mail by themselves. */
export const iis = defineProduct<true>({
  id: 'iis',
  namespace: 'iis',
  title: 'Internet Information Services 6, as far as its pages send mail',
  versions: { every: true },
  settings: iisSettings,
  facts: {
    pageProgram: z
      .string()
      .describe('Image name of the program that pages run in, where they run in none of their own.'),
  },
  behaviours: [],
  functions: [],
  fixes: [],
  questions: [{ id: 'registry-export', key: SERVICES }],
  detect: ({ registry }) => {
    const image = registry.value(`${SERVICES}\\W3SVC`, 'ImagePath');
    return image.kind === 'known' ? { kind: 'known', value: true } : image;
  },
  collect: () => ({
    pageProgram: known('w3wp.exe', {
      kind: 'presumed',
      reason:
        'a worker process; in IIS 5.0 isolation mode it is inetinfo.exe, and many scripts have interpreters of their own',
    }),
  }),
});
