import {
  addConsoleProgram,
  type ConsoleOutput,
  type ConsoleProgram,
  fails,
  lines,
  notModelled,
  prints,
  unanswered,
} from '@scanclash/simulator';
import { type ExchangeHost, exchangeOn } from '../exchange-host.ts';
import type { Cmdlet, CmdletResult } from './cmdlet.ts';
import { type Command, parsePipeline } from './command-text.ts';
import {
  getStorageGroupCopyStatus,
  resumeStorageGroupCopy,
  suspendStorageGroupCopy,
  updateStorageGroupCopy,
} from './copy-cmdlets.ts';
import { formatList, formatTable } from './output.ts';
import { getPublicFolderDatabase, getStorageGroup } from './path-cmdlets.ts';
import {
  dismountDatabase,
  getClusteredMailboxServerStatus,
  getMailboxDatabase,
  mountDatabase,
  moveClusteredMailboxServer,
  setMailboxServer,
} from './server-cmdlets.ts';

const CMDLETS: Readonly<Record<string, Cmdlet>> = {
  'dismount-database': dismountDatabase,
  'get-clusteredmailboxserverstatus': getClusteredMailboxServerStatus,
  'get-mailboxdatabase': getMailboxDatabase,
  'get-publicfolderdatabase': getPublicFolderDatabase,
  'get-storagegroup': getStorageGroup,
  'get-storagegroupcopystatus': getStorageGroupCopyStatus,
  'mount-database': mountDatabase,
  'move-clusteredmailboxserver': moveClusteredMailboxServer,
  'resume-storagegroupcopy': resumeStorageGroupCopy,
  'set-mailboxserver': setMailboxServer,
  'suspend-storagegroupcopy': suspendStorageGroupCopy,
  'update-storagegroupcopy': updateStorageGroupCopy,
};

/** The console file that brings the cmdlets of Exchange 2007. */
const CONSOLE_FILE = /exshell\.psc1$/i;

/** Puts PowerShell on a host: `powershell -PSConsoleFile "…\exshell.psc1" -Command "Get-…"`. */
export function registerExchangeShell({ host }: ExchangeHost): void {
  addConsoleProgram(host, 'powershell', powershell);
}

const powershell: ConsoleProgram = ({ host, args }, done) => {
  const at = args.findIndex((arg) => /^-c(ommand)?$/i.test(arg));
  const text = args.slice(at + 1).join(' ');
  if (at < 0 || text === '') return done(notModelled('powershell without -Command'));
  const file = args.findIndex((arg) => /^-psconsolefile$/i.test(arg));
  const isExchange = file >= 0 && file < at && CONSOLE_FILE.test(args[file + 1] ?? '');
  const [command, ...pipeline] = parsePipeline(text);
  if (command === undefined) return done(prints(''));
  const cmdlet = CMDLETS[command.name.toLowerCase()];
  if (!isExchange && (cmdlet !== undefined || isOfExchange(command))) return done(unknown(command.name));
  if (cmdlet === undefined) return done(notModelled(command.name));
  const format = formatOf(pipeline);
  if (format === undefined) return done(notModelled(text));
  cmdlet(exchangeOn(host), command, (result) => done(shown(result, format)));
};

/** Nouns of Exchange: PowerShell alone does not know them. */
const isOfExchange = ({ name }: Command): boolean =>
  /-(?:Mailbox|StorageGroup|ClusteredMailboxServer|Database|Exchange|Transport|PublicFolder)/i.test(name);

const unknown = (name: string): ConsoleOutput =>
  fails(
    lines(
      `The term '${name}' is not recognized as a cmdlet, function, operable program, or script file. Verify the term and try again.`,
    ),
  );

type Format = { readonly kind: 'table' } | { readonly kind: 'list'; readonly wanted: readonly string[] };

function formatOf(pipeline: readonly Command[]): Format | undefined {
  const [first, out, ...more] = pipeline;
  if (first === undefined) return { kind: 'table' };
  // Text of any width is what this console prints anyway.
  if (out !== undefined && !/^out-string$/i.test(out.name)) return undefined;
  if (more.length > 0 || !/^(?:fl|format-list)$/i.test(first.name)) return undefined;
  return { kind: 'list', wanted: first.positional.flatMap((word) => word.split(',')).filter((word) => word !== '') };
}

function shown(result: CmdletResult, format: Format): ConsoleOutput {
  switch (result.kind) {
    case 'output':
      return prints(format.kind === 'table' ? formatTable(result.output) : formatList(result.output, format.wanted));
    case 'error':
      return fails(lines(result.text));
    case 'question':
      return unanswered(
        lines('', 'Confirm', 'Are you sure you want to perform this action?', result.text),
        'add -Confirm:$false',
      );
    case 'not-modelled':
      return notModelled(result.what);
  }
}
