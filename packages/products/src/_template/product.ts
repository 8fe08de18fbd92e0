import { assumed, defineProduct } from '@scanclash/core';
import { exampleBehaviours } from './behaviours.ts';
import { exampleSettings } from './settings.ts';

const SERVICE = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\ExampleBackup';

/** A made-up backup program: the pattern of a product folder. It is in no catalogue; its test holds it. */
export const exampleBackup = defineProduct<true>({
  id: 'example-backup',
  namespace: 'example',
  title: 'Example Backup (made up)',
  settings: exampleSettings,
  // Facts beside the settings, by path; `collect` gives their values.
  facts: {},
  behaviours: exampleBehaviours,
  functions: [],
  fixes: [
    {
      id: 'example-backup/leave-open-files-alone',
      title: 'Leave files alone that other programs may want',
      evidence: assumed('MADE-UP'),
      console: ['Example Backup > Options: clear "Copy open files".'],
      steps: [{ do: 'set', setting: 'example.copyOpenFiles', to: false }],
      protectionLost: 'Files that are open during the backup are not in it.',
      interruption: '',
    },
  ],
  // What a host is asked; only the questions of the allow-list exist. `followUps` may use the answers.
  questions: [
    { id: 'registry-export', key: 'HKLM\\SYSTEM\\CurrentControlSet\\Services' },
    { id: 'registry-export', key: 'HKLM\\SOFTWARE\\ExampleBackup' },
    // Tells a key that is not there from one that could not be read.
    { id: 'registry-subkeys', key: 'HKLM\\SOFTWARE' },
  ],
  detect: ({ registry }) => {
    const image = registry.value(SERVICE, 'ImagePath');
    return image.kind === 'known' ? { kind: 'known', value: true } : image;
  },
  collect: () => ({}),
});
