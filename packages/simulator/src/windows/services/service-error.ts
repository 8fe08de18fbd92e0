/** Results of service control calls, by the names of winerror.h. */
export const SERVICE_ERROR = {
  ERROR_SUCCESS: 0,
  ERROR_FILE_NOT_FOUND: 2,
  ERROR_DEPENDENT_SERVICES_RUNNING: 1051,
  ERROR_SERVICE_REQUEST_TIMEOUT: 1053,
  ERROR_SERVICE_ALREADY_RUNNING: 1056,
  ERROR_SERVICE_DISABLED: 1058,
  ERROR_CIRCULAR_DEPENDENCY: 1059,
  ERROR_SERVICE_DOES_NOT_EXIST: 1060,
  ERROR_SERVICE_CANNOT_ACCEPT_CTRL: 1061,
  ERROR_SERVICE_NOT_ACTIVE: 1062,
  ERROR_PROCESS_ABORTED: 1067,
  ERROR_SERVICE_DEPENDENCY_FAIL: 1068,
  ERROR_SERVICE_START_HANG: 1070,
  ERROR_SERVICE_DEPENDENCY_DELETED: 1075,
  ERROR_SERVICE_NEVER_STARTED: 1077,
  ERROR_SHUTDOWN_IN_PROGRESS: 1115,
} as const;

/** What `net helpmsg` says of them on an English Windows. */
const TEXTS: ReadonlyMap<number, string> = new Map([
  [0, 'The operation completed successfully.'],
  [2, 'The system cannot find the file specified.'],
  [5, 'Access is denied.'],
  [1051, 'A stop control has been sent to a service that other running services are dependent on.'],
  [1053, 'The service did not respond to the start or control request in a timely fashion.'],
  [1056, 'An instance of the service is already running.'],
  [
    1058,
    'The service cannot be started, either because it is disabled or because it has no enabled devices associated with it.',
  ],
  [1059, 'Circular service dependency was specified.'],
  [1060, 'The specified service does not exist as an installed service.'],
  [1061, 'The service cannot accept control messages at this time.'],
  [1062, 'The service has not been started.'],
  [1067, 'The process terminated unexpectedly.'],
  [1068, 'The dependency service or group failed to start.'],
  [1070, 'After starting, the service hung in a start-pending state.'],
  [1075, 'The dependency service does not exist or has been marked for deletion.'],
  [1077, 'No attempts to start the service have been made since the last boot.'],
  [1115, 'A system shutdown is in progress.'],
]);

/** The text of a result; of an exit code that a service made up itself, a sentence with its number. */
export function serviceErrorText(error: number): string {
  return TEXTS.get(error) ?? `The service has returned error ${error}.`;
}
