import type { HostRequest } from './request.ts';

/** A question as a Windows command line, or the reason why it cannot be put as one. */
export type CommandLine =
  | { readonly ok: true; readonly command: string }
  | { readonly ok: false; readonly reason: string };

/**
 * The command line of a question: one for all transports that have a Windows command interpreter at the far end.
 * Only tools that Windows Server 2003 has, but for the shell of a product that is there.
 * @param exportFile - a file that does not exist yet, where `reg export` may write; the only write that a question makes.
 */
export function commandLineOf(request: HostRequest, exportFile: string): CommandLine {
  switch (request.id) {
    case 'registry-export':
      // No /y: reg.exe of Windows 2000 to 2003 refuses it, and the file is a new one.
      return build(['reg export ', request.key, ' ', exportFile]);
    case 'registry-subkeys':
      return build(['reg query ', request.key]);
    case 'service-state':
      return build(['sc query ', request.service]);
    case 'service-process':
      return build(['sc queryex ', request.service]);
    case 'service-dependents':
      return build(['sc enumdepend ', request.service]);
    case 'service-failure-actions':
      return build(['sc qfailure ', request.service]);
    case 'events':
    case 'events-before-vista':
      return eventCommand(request);
    case 'processes':
      return build(['tasklist /svc /fo csv']);
    case 'connections':
      return build(['netstat -ano']);
    case 'mount-points':
      return build(['mountvol']);
    case 'filter-drivers':
      return build(['fltmc']);
    case 'smb-sessions':
      return build(['net session']);
    case 'smb-open-files':
      return build(['net file']);
    case 'folder-tree':
      // Without the asterisk a folder that is not there would be looked for as a name on the whole drive.
      return build(['dir /s /b /a /o:d ', `${request.folder.replace(/\\+$/, '')}\\*`], EXPANDS);
    case 'file-text':
      return build(['type ', request.path], EXPANDS);
    case 'file-version':
      return versionCommand(request.path);
    case 'files-with':
      return searchCommand(request);
    case 'cluster-groups':
      return build(['cluster group']);
    case 'cluster-resources':
      return build(['cluster res']);
    case 'management-shell':
      return shellCommand(request);
    case 'host-name':
      return build(['hostname']);
    case 'windows-version':
      return build(['ver']);
  }
}

/** A cmdlet that shows: nothing else is asked of a shell that could change everything. */
const SHOWS = /^Get-[A-Za-z]+$/;
const NAMES = /^[A-Za-z]+(?:,[A-Za-z]+)*$/;

/** Wide enough that no value is broken into two lines. */
const WIDTH = 4096;

function shellCommand({ consoleFile, cmdlet, properties }: HostRequest & { id: 'management-shell' }): CommandLine {
  if (!SHOWS.test(cmdlet) || !NAMES.test(properties)) {
    return { ok: false, reason: `${cmdlet} ${properties} is not asked: only cmdlets that show are` };
  }
  const pipeline = `${cmdlet} | Format-List ${properties} | Out-String -Width ${WIDTH}`;
  return build(['powershell -NonInteractive -PSConsoleFile ', consoleFile, ' -Command ', pipeline]);
}

function eventCommand(request: HostRequest & { id: 'events' | 'events-before-vista' }): CommandLine {
  const { log, event } = request;
  if (!/^\d{1,5}$/.test(event)) return { ok: false, reason: `${event} is no id of an event` };
  if (request.id === 'events') {
    const query = `/q:*[System[(EventID=${event})]]`;
    return build(['wevtutil qe ', log, ' ', query, ' /c:50 /rd:true /f:RenderedXml']);
  }
  const { newest } = request;
  if (newest !== undefined && !/^\d{1,4}$/.test(newest))
    return { ok: false, reason: `${newest} is no number of events` };
  const range = newest === undefined ? '' : `/r ${newest} `;
  const script = 'cscript //nologo %SystemRoot%\\system32\\eventquery.vbs /l ';
  return build([script, log, ' /fi ', `ID eq ${event}`, ` ${range}/v /fo csv`]);
}

/** In the language of the query an apostrophe ends the name, and a backslash is written twice. */
function versionCommand(path: string): CommandLine {
  if (path.includes("'")) return { ok: false, reason: `${JSON.stringify(path)} cannot be quoted for a query` };
  return build(['wmic datafile where ', `name='${path.replaceAll('\\', '\\\\')}'`, ' get Version /value']);
}

/** One plain word, which findstr takes as it is. */
const TOKEN = /^[A-Za-z0-9]{4,40}$/;

function searchCommand({ token, files }: HostRequest & { id: 'files-with' }): CommandLine {
  if (!TOKEN.test(token)) return { ok: false, reason: `${token} is no token` };
  return build([`findstr /s /m /i /c:${token} `, files], EXPANDS);
}

/** Folders of products are named by variables (`%ALLUSERSPROFILE%`), which the interpreter fills in. */
const EXPANDS = { variables: true };

/** Words at odd places are parameters and are quoted. What quotes cannot hold is not asked. */
function build(parts: readonly string[], options: { variables: boolean } = { variables: false }): CommandLine {
  const forbidden = options.variables ? /["\u0000-\u001f]/ : /["%\u0000-\u001f]/;
  let command = '';
  let isParameter = false;
  for (const part of parts) {
    if (isParameter && forbidden.test(part))
      return { ok: false, reason: `${JSON.stringify(part)} cannot be quoted for the command line` };
    command += isParameter ? `"${part}"` : part;
    isParameter = !isParameter;
  }
  return { ok: true, command };
}
