import { type AnyProduct, commandLineOf, type FollowUp, type HostRequest, requestKey } from '@scanclash/core';
import { BUNDLE_LIMITS } from '../bundle/bundle-limits.ts';
import { FOUND, INDEX_FILE, INDEX_SCHEMA } from './script-index.ts';

/** A batch file that asks a host what the collectors would ask it. */
export interface CollectorScript {
  /** ASCII, lines end in CR LF. */
  readonly text: string;
  /** Questions that every host is asked. */
  readonly questions: number;
  /** Questions about things that the host itself names: users, folders. */
  readonly followUps: number;
}

/**
 * The questions of the products as a batch file. It needs nothing but the command interpreter: a tool that is missing
 * fails its own question. It writes into one new folder next to itself; names of files are numbers, so that nothing that
 * a host says becomes one.
 *
 * What the host names (a folder in the registry) goes into a command only without quotes, and within quotes. The index
 * has it from a file of its own, byte by byte.
 *
 * Written for cmd.exe of Windows Server 2003 and later with command extensions, in words that Wine's has, too: no delayed
 * expansion, redirections at the end.
 *
 * @throws RangeError for a question that cannot be written into a batch file: a bug of its product.
 */
export function collectorScript(products: readonly AnyProduct[], version: string): CollectorScript {
  const questions = distinct(products.flatMap((product) => product.questions));
  const followUps = products.flatMap((product) => product.followUps ?? []).flatMap(askable);
  const lines = [
    ...beginning(version),
    ...questions.flatMap((request) => asking(request)),
    ...followUps.flatMap((followUp, i) => search(followUp, `then${i + 1}`)),
    ...ENDING,
    ...followUps.flatMap((followUp, i) => subroutine(followUp, `then${i + 1}`)),
    ...SUBROUTINES,
  ];
  const text = batchText(lines);
  if (!/^[\r\n\u0020-\u007e]*$/.test(text)) throw new RangeError('a question holds more than ASCII');
  return { text, questions: questions.length, followUps: followUps.flatMap(({ ask }) => ask(FOUND)).length };
}

/** Questions alone, in a folder that is there: each answered into files of its number, from 1. */
export function questionBatch(requests: readonly HostRequest[]): string {
  return batchText([
    '@echo off',
    'setlocal EnableExtensions DisableDelayedExpansion',
    'cd /d "%~dp0"',
    ...introduction('local'),
    ...distinct(requests).flatMap((request) => asking(request)),
    ENDED,
    'exit /b 0',
    ...SUBROUTINES,
  ]);
}

const batchText = (lines: readonly string[]): string => lines.map((line) => `${line}\r\n`).join('');

const beginning = (version: string): readonly string[] => [
  '@echo off',
  `rem scanclash collector ${version}: asks this computer what an anti-virus does to its mail server.`,
  'rem It only reads. It writes into one new folder next to this file, and nowhere else.',
  'rem Run it as a member of the local Administrators group: what it may not read stays unread.',
  'setlocal EnableExtensions DisableDelayedExpansion',
  'if "%~d0"=="\\\\" goto network',
  // There SOFTWARE is the 32-bit view: all that is read would be about another place.
  'if defined PROCESSOR_ARCHITEW6432 goto narrow',
  'if not defined COMPUTERNAME set COMPUTERNAME=HOST',
  'set "folder=%~dp0scanclash-%COMPUTERNAME%"',
  'if exist "%folder%" goto taken',
  'md "%folder%"',
  'if not exist "%folder%\\" goto readonly',
  'cd /d "%folder%"',
  ...introduction(version),
  valueInto('shortdate', 'HKCU\\Control Panel\\International', 'sShortDate'),
  valueInto('bias', 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\TimeZoneInformation', 'ActiveTimeBias'),
  `>>${INDEX_FILE} echo {"kind":"clock","date":"%DATE%","time":"%TIME%","shortDate":"%shortdate%","bias":"%bias%"}`,
  'echo scanclash reads %COMPUTERNAME% and changes nothing on it. What it writes goes to:',
  'echo %folder%',
  'echo.',
];

/** `n` is the number of the question. */
const introduction = (version: string): readonly string[] => [
  'set n=0',
  'set codepage=0',
  `for /f "tokens=2 delims=:." %%a in ('chcp 2^>nul') do set /a codepage=%%a`,
  // Where there is no console, chcp says nothing, or 0.
  `if "%codepage%"=="0" ${valueInto('codepage', 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Nls\\CodePage', 'OEMCP')}`,
  `>>${INDEX_FILE} echo {"kind":"collector","schema":"${INDEX_SCHEMA}","version":"${version}","host":"%COMPUTERNAME%","codePage":%codepage%}`,
];

/** The value line of `reg query` has name, type and data; other lines have other words in second place. */
function valueInto(variable: string, key: string, value: string): string {
  const query = `for /f "tokens=2*" %%a in ('reg query "${key}" /v ${value} 2^>nul') do `;
  return `${query}for %%t in (REG_SZ REG_EXPAND_SZ REG_DWORD) do if "%%a"=="%%t" set "${variable}=%%b"`;
}

/**
 * One question. `:zero` clears the exit code, which some commands leave as it was; a program that wants to be told
 * something finds nobody (`<nul`).
 */
function asking(request: HostRequest, options: { readonly found: boolean } = { found: false }): readonly string[] {
  const line = commandLineOf(request, EXPORT);
  if (!line.ok) throw new RangeError(`${requestKey(request)} cannot be asked by a script: ${line.reason}`);
  // Text that the host named is in a variable; `call` fills in the variables that it names itself.
  const quoted = line.command.replace(new RegExp(`"${EXPORT}"$`), '"%n%.reg"');
  // A query wants its backslashes twice, those of the host too.
  const filledIn = request.id === 'file-version' ? '%found:\\=\\\\%' : '%found%';
  const command = options.found ? `call ${quoted.replaceAll(FOUND, filledIn)}` : quoted;
  const record = JSON.stringify(request).replaceAll('%', '%%');
  const found = options.found ? ',"found":%found_n%' : '';
  return [
    'set /a n+=1',
    `echo [%n%] ${requestKey(request)
      .replaceAll('%', '%%')
      .replaceAll(FOUND, '...')
      .replace(/[&|<>^]/g, '^$&')}`,
    'call :zero',
    `${command} >%n%.stdout 2>%n%.stderr <nul`,
    'call :answered %errorlevel%',
    `>>${INDEX_FILE} echo {"kind":"answer","n":%n%,"exitCode":%code%${found},"request":${record}}`,
  ];
}

/** Stands for the file of an export until the command is quoted. */
const EXPORT = 'FILE';

/** Questions that a batch file can put by itself. */
interface Askable {
  readonly of: Exclude<FollowUp['of'], { readonly kind: 'reasoning' }>;
  readonly ask: FollowUp['ask'];
}

const askable = ({ of, ask }: FollowUp): readonly Askable[] => (of?.kind === 'reasoning' ? [] : [{ of, ask }]);

/** Looks for what the questions are about, and calls the subroutine for each thing found. */
function search({ of, ask }: Askable, label: string): readonly string[] {
  if (of === undefined) return distinct(ask('')).flatMap((request) => asking(request));
  if (of.kind === 'subkeys') {
    return [`for /f "tokens=1* delims=\\" %%a in ('reg query "${of.key}" 2^>nul') do set "found=%%b"& call :${label}`];
  }
  const usual = of.usual.flatMap((text) => [`set "found=${text.replaceAll('%', '%%')}"`, `call :${label}`]);
  return [
    'set "found="',
    valueInto('found', of.key, of.value),
    `if defined found call :${label}`,
    ...(usual.length === 0 ? [] : [`if defined found goto ${label}done`, ...usual, `:${label}done`]),
  ];
}

function subroutine({ of, ask }: Askable, label: string): readonly string[] {
  if (of === undefined) return [];
  const ofThese =
    of.kind === 'subkeys'
      ? [
          `if not "%found:~0,${of.startsWith.length}%"=="${of.startsWith}" exit /b 0`,
          `if not "%found:${of.without}=%"=="%found%" exit /b 0`,
        ]
      : ['if "%found:~-1%"=="\\" set "found=%found:~0,-1%"'];
  return [
    `:${label}`,
    ...RECORD_FOUND,
    ...ofThese,
    ...distinct(ask(FOUND)).flatMap((request) => asking(request, { found: true })),
    'exit /b 0',
  ];
}

/** From a batch variable nothing is written that may hold quotes or percent signs: `set` prints it as it is. */
const RECORD_FOUND = [
  'if not defined found exit /b 0',
  'set /a found_n=n+1',
  'set found>%found_n%.found',
  'set "found=%found:"=%"',
  'if not defined found exit /b 0',
];

const ENDED = `>>${INDEX_FILE} echo {"kind":"end","answers":%n%}`;
const ENDING = [
  ENDED,
  'echo.',
  'echo Done: %n% questions. Nothing was changed on this computer.',
  'echo Exports of the registry may hold passwords of products. To pass the answers on, make a bundle without them:',
  'echo   scanclash collect "scanclash-%COMPUTERNAME%" -o %COMPUTERNAME%.zip',
  'echo Next: scanclash check "scanclash-%COMPUTERNAME%"',
  'exit /b 0',
];

const SUBROUTINES = [
  ':zero',
  'exit /b 0',
  // What is larger than a bundle takes is not kept: the rest of the answers would be refused with it.
  ':answered',
  'set code=%1',
  `for %%f in (%n%.stdout %n%.stderr %n%.reg) do if exist %%f if %%~zf GTR ${BUNDLE_LIMITS.entryBytes} call :toolarge %%f`,
  'exit /b 0',
  ':toolarge',
  'del %1',
  'set code="too large"',
  'exit /b 0',
  ':network',
  'echo Nothing was read: copy this file into a folder on a local disk and start it there.',
  'exit /b 2',
  ':narrow',
  'echo Nothing was read: this is a 32-bit command prompt on a 64-bit Windows. Start this file from cmd.exe of',
  'echo %SystemRoot%\\Sysnative, or by a double click.',
  'exit /b 2',
  ':taken',
  'echo Nothing was read: "%folder%" is there already. Rename or remove it first.',
  'exit /b 2',
  ':readonly',
  'echo Nothing was read: "%folder%" cannot be made. Copy this file into a folder that you may write to.',
  'exit /b 2',
];

const distinct = (requests: readonly HostRequest[]): readonly HostRequest[] => [
  ...new Map(requests.map((request) => [requestKey(request), request])).values(),
];
