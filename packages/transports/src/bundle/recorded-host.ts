import { foldKey, foldName, foldPath, type HostAnswer, type HostRequest } from '@scanclash/core';

/** The answers that one host gave, wherever they are kept. */
export interface RecordedHost {
  readonly name: string;
  /** ISO 8601 with a zone, by the clock of whoever collected; undefined where nobody told. */
  readonly collectedAt?: string | undefined;
  /** What was asked, in the order of asking. */
  readonly requests: readonly HostRequest[];
  /** The recorded answer, with this request as its own; undefined: the question was not recorded. */
  readonly answerTo: (request: HostRequest) => HostAnswer | undefined;
}

/** Two questions are the same where Windows takes their parameters for the same. */
export function questionKey(request: HostRequest): string {
  switch (request.id) {
    case 'registry-export':
    case 'registry-subkeys':
      return `${request.id} ${foldKey(request.key)}`;
    case 'service-state':
    case 'service-process':
    case 'service-dependents':
    case 'service-failure-actions':
      return `${request.id} ${foldName(request.service)}`;
    case 'events':
      return `${request.id} ${request.log} ${request.event}`;
    case 'events-before-vista':
      return `${request.id} ${request.log} ${request.event} ${request.newest ?? ''}`;
    case 'folder-tree':
      return `${request.id} ${foldPath(request.folder)}`;
    case 'file-text':
    case 'file-version':
      return `${request.id} ${foldPath(request.path)}`;
    case 'files-with':
      return `${request.id} ${foldName(request.token)} ${foldPath(request.files)}`;
    case 'management-shell':
      return [request.id, foldPath(request.consoleFile), foldName(request.cmdlet), foldName(request.properties)].join(
        ' ',
      );
    default:
      return request.id;
  }
}
