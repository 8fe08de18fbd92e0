import { assumed, flag, text } from '@scanclash/core';

export const SITE_KEY = 'HKLM\\SOFTWARE\\ScanclashMadeUp\\Service';
const MADE_UP = assumed('MADE-UP: it stands for whatever a site runs');

export const unpackFolder = text<true>(
  {
    path: 'unpackFolder',
    title: 'Folder into which the update unpacks itself, and from which it runs its second step',
    evidence: MADE_UP,
    takesEffect: 'at-use',
    default: '%TEMP%\\Update',
  },
  { key: () => SITE_KEY, value: 'UnpackFolder' },
  ['%TEMP%\\Update', 'C:\\Install\\Update'],
);

export const secondStep = text<true>(
  {
    path: 'secondStep',
    title: 'Name of the program that is the second step of the update',
    evidence: MADE_UP,
    takesEffect: 'at-use',
    default: 'finish.exe',
  },
  { key: () => SITE_KEY, value: 'SecondStep' },
  ['finish.exe', 'readme.exe'],
);

export const runsGeneratedCode = flag<true>(
  {
    path: 'runsGeneratedCode',
    title: 'A plug-in of the service runs code that it makes in memory',
    evidence: MADE_UP,
    takesEffect: 'service-start',
    default: false,
  },
  { key: () => SITE_KEY, value: 'RunsGeneratedCode' },
);

export const siteSettings = [unpackFolder, secondStep, runsGeneratedCode];
