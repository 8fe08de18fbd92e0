/**
 * A Windows system error as GetLastError gives it and `net helpmsg` words it.
 * @source System error codes, winerror.h; the texts are those of an English Windows.
 */
export interface Win32Error {
  readonly code: number;
  readonly name: string;
  readonly text: string;
}

const error = (code: number, name: string, text: string): Win32Error => ({ code, name, text });

export const ERROR_FILE_NOT_FOUND = error(2, 'ERROR_FILE_NOT_FOUND', 'The system cannot find the file specified.');
export const ERROR_PATH_NOT_FOUND = error(3, 'ERROR_PATH_NOT_FOUND', 'The system cannot find the path specified.');
export const ERROR_ACCESS_DENIED = error(5, 'ERROR_ACCESS_DENIED', 'Access is denied.');
export const ERROR_NOT_SAME_DEVICE = error(
  17,
  'ERROR_NOT_SAME_DEVICE',
  'The system cannot move the file to a different disk drive.',
);
export const ERROR_SHARING_VIOLATION = error(
  32,
  'ERROR_SHARING_VIOLATION',
  'The process cannot access the file because it is being used by another process.',
);
export const ERROR_BAD_NETPATH = error(53, 'ERROR_BAD_NETPATH', 'The network path was not found.');
export const ERROR_NETNAME_DELETED = error(
  64,
  'ERROR_NETNAME_DELETED',
  'The specified network name is no longer available.',
);
export const ERROR_BAD_NET_NAME = error(67, 'ERROR_BAD_NET_NAME', 'The network name cannot be found.');
export const ERROR_FILE_EXISTS = error(80, 'ERROR_FILE_EXISTS', 'The file exists.');
export const ERROR_INVALID_PARAMETER = error(87, 'ERROR_INVALID_PARAMETER', 'The parameter is incorrect.');
export const ERROR_DISK_FULL = error(112, 'ERROR_DISK_FULL', 'There is not enough space on the disk.');
export const ERROR_INVALID_NAME = error(
  123,
  'ERROR_INVALID_NAME',
  'The filename, directory name, or volume label syntax is incorrect.',
);
export const ERROR_DIR_NOT_EMPTY = error(145, 'ERROR_DIR_NOT_EMPTY', 'The directory is not empty.');
export const ERROR_ALREADY_EXISTS = error(
  183,
  'ERROR_ALREADY_EXISTS',
  'Cannot create a file when that file already exists.',
);
export const ERROR_VIRUS_INFECTED = error(
  225,
  'ERROR_VIRUS_INFECTED',
  'Operation did not complete successfully because the file contains a virus or potentially unwanted software.',
);
export const ERROR_DIRECTORY = error(267, 'ERROR_DIRECTORY', 'The directory name is invalid.');

/**
 * Whether somebody refused what was asked (a rule, an attribute, another holder of the file), rather than the thing asked
 * for not being there, being there already, or not fitting in. A refusal is what a scanner does to a mail server.
 */
export function isRefusal(error: Win32Error): boolean {
  return error === ERROR_ACCESS_DENIED || error === ERROR_SHARING_VIOLATION || error === ERROR_VIRUS_INFECTED;
}
