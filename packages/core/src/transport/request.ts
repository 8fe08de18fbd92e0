/**
 * A question that may be put to a host: the id of an allow-listed question with its parameters, as plain data. The
 * transport turns it into a command line or an API call and does the quoting; what it cannot quote stays unread.
 */
export type HostRequest =
  /** All keys and values below a key, as `reg export` writes them. */
  | { readonly id: 'registry-export'; readonly key: string }
  /**
   * The names of the direct subkeys of a key, and its own values, as the console shows them: says in every language what is
   * there and what is not. Nothing of what the subkeys hold.
   */
  | { readonly id: 'registry-subkeys'; readonly key: string }
  /** State of one Windows service, from the service control manager. */
  | { readonly id: 'service-state'; readonly service: string }
  /** As `service-state`, with the id of its process: what somebody needs who is to end it. */
  | { readonly id: 'service-process'; readonly service: string }
  /** The services that depend on a service, with their states, as the service control manager knows them. */
  | { readonly id: 'service-dependents'; readonly service: string }
  /** What is done when a service ends unexpectedly. */
  | { readonly id: 'service-failure-actions'; readonly service: string }
  /** The newest records of an event log with one id, by the program that Windows has from Vista on. */
  | { readonly id: 'events'; readonly log: 'System' | 'Application'; readonly event: string }
  /** As `events`, by the script that Windows XP and Server 2003 have: all of them, or so many where that is said. */
  | {
      readonly id: 'events-before-vista';
      readonly log: 'System' | 'Application';
      readonly event: string;
      readonly newest?: string;
    }
  /** Processes with image name, process id and hosted services. */
  | { readonly id: 'processes' }
  /** TCP listeners and connections with their process ids. */
  | { readonly id: 'connections' }
  /** Volumes and the folders that they are mounted at. */
  | { readonly id: 'mount-points' }
  /** File system filter drivers, with altitudes. */
  | { readonly id: 'filter-drivers' }
  /** SMB sessions that other computers hold on this host. */
  | { readonly id: 'smb-sessions' }
  /** Files that other computers hold open on this host. */
  | { readonly id: 'smb-open-files' }
  /** Names of all files and folders below a folder, one full path a line; in each folder what was written first stands first. */
  | { readonly id: 'folder-tree'; readonly folder: string }
  /** The bytes of a text file, for logs. */
  | { readonly id: 'file-text'; readonly path: string }
  /** Version of a program file, as its resources state it. */
  | { readonly id: 'file-version'; readonly path: string }
  /** Names of the files that hold a token, but none of their text: those that a pattern fits, in its folder and below. */
  | { readonly id: 'files-with'; readonly token: string; readonly files: string }
  /** Groups of the failover cluster that the host is a node of, with owner and status; resources alike. */
  | { readonly id: 'cluster-groups' }
  | { readonly id: 'cluster-resources' }
  /**
   * What a cmdlet that only shows things shows: these properties, their names joined by commas. The console file is what
   * brings the cmdlet.
   */
  | {
      readonly id: 'management-shell';
      readonly consoleFile: string;
      readonly cmdlet: string;
      readonly properties: string;
    }
  /** Name of the host and version of Windows. */
  | { readonly id: 'host-name' }
  | { readonly id: 'windows-version' };

export type QuestionId = HostRequest['id'];

/** What a host answered. Bytes are kept as they came; the code page says how the console wrote them. */
export type HostAnswer =
  | {
      readonly kind: 'answered';
      readonly request: HostRequest;
      readonly exitCode: number;
      readonly stdout: Uint8Array;
      readonly stderr: Uint8Array;
      /** The file that the command wrote for us (registry exports), if it did. */
      readonly file?: Uint8Array;
      readonly codePage: number;
    }
  | { readonly kind: 'failed'; readonly request: HostRequest; readonly reason: string };

/** One text per distinct question: the same question is asked once. */
export function requestKey(request: HostRequest): string {
  let key = keys.get(request);
  if (key === undefined) {
    const { id, ...parameters } = request;
    const values = Object.values(parameters as Record<string, string>);
    keys.set(request, (key = values.length === 0 ? id : `${id} ${values.join(' ')}`));
  }
  return key;
}

/** Most questions stand in the products, and are put to every host. */
const keys = new WeakMap<HostRequest, string>();
