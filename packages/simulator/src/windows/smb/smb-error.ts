import type { Win32Error } from '../files/index.ts';

/** Somebody else closed the file, on the server. */
export const ERROR_INVALID_HANDLE: Win32Error = {
  code: 6,
  name: 'ERROR_INVALID_HANDLE',
  text: 'The handle is invalid.',
};
export const ERROR_ALREADY_ASSIGNED: Win32Error = {
  code: 85,
  name: 'ERROR_ALREADY_ASSIGNED',
  text: 'The local device name is already in use.',
};
export const ERROR_NOT_CONNECTED: Win32Error = {
  code: 2250,
  name: 'ERROR_NOT_CONNECTED',
  text: 'This network connection does not exist.',
};
