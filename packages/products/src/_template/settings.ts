import { assumed, flag } from '@scanclash/core';

/** One entry per setting: the emulation reads it, a check makes a fact of it, fixes write it, the reference lists it. */
export const copyOpenFiles = flag<true>(
  {
    path: 'copyOpenFiles',
    title: 'Files are copied although other programs may want them',
    // documented('…') or inferred('…') with an id of docs/sources.md; assumed('HOLE-…') where nobody says it.
    evidence: assumed('MADE-UP'),
    takesEffect: 'at-use',
    default: true,
  },
  { key: () => 'HKLM\\SOFTWARE\\ExampleBackup', value: 'CopyOpenFiles' },
);

export const exampleSettings = [copyOpenFiles];
