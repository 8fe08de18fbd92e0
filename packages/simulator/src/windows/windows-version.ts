/** The versions of Windows that a world can hold. Numbers as `ver` prints them. */
export const WINDOWS_VERSIONS = {
  '2000': {
    name: 'Microsoft Windows 2000',
    number: '5.00.2195',
    allUsers: 'C:\\Documents and Settings\\All Users\\Application Data',
  },
  '2003': {
    name: 'Microsoft Windows',
    number: '5.2.3790',
    allUsers: 'C:\\Documents and Settings\\All Users\\Application Data',
  },
  '2008': { name: 'Microsoft Windows', number: '6.0.6002', allUsers: 'C:\\ProgramData' },
  '2008 R2': { name: 'Microsoft Windows', number: '6.1.7601', allUsers: 'C:\\ProgramData' },
} as const;

export type WindowsVersion = keyof typeof WINDOWS_VERSIONS;
