import { randomUUID } from 'node:crypto';
import { encodeConsole } from '@scanclash/core';
import { XMLParser } from 'fast-xml-parser';
import { HttpResponse, http } from 'msw';
import { isoLocal } from '../../kernel/civil-time.ts';
import { runCommand } from '../../windows/console/console.ts';
import { CONSOLE_CODE_PAGE, type ConsoleOutput } from '../../windows/console/console-program.ts';
import type { SimulatedHost } from '../../windows/simulated-host.ts';
import type { NtlmAcceptorOptions, NtlmAccount } from './ntlm-acceptor.ts';
import { WinrmLogin, type WinrmScheme } from './winrm-login.ts';

export interface WinrmService extends NtlmAccount, Pick<NtlmAcceptorOptions, 'certificate' | 'channelBinding'> {
  readonly host: SimulatedHost;
  /** How it lets one in; as Windows is set up, where it is left out: basic authentication is off there. */
  readonly offers?: readonly WinrmScheme[];
}

const RSP = 'http://schemas.microsoft.com/wbem/wsman/1/windows/shell';
const SHELL = `${RSP}/cmd`;
const TRANSFER = 'http://schemas.xmlsoap.org/ws/2004/09/transfer';
/** Bytes of output in one answer: what is longer comes in several. */
const CHUNK = 32_768;

interface Shell {
  readonly commands: Map<string, { readonly output: ConsoleOutput; sent: number }>;
}

/**
 * The WinRM service of a simulated host, as handlers of msw: tests intercept with them, and `serveHandlers` serves them.
 * Command lines run on the console of the host, whose world stands still; what it does not know it says itself.
 * @source MS-WSMV: create, command, receive, signal and delete of the command shell; basic authentication, and NTLM by the name of Negotiate.
 */
export function winrmHandlers({ host, certificate, channelBinding, offers, ...account }: WinrmService) {
  const shells = new Map<string, Shell>();
  const login = new WinrmLogin({
    offers: offers ?? ['Negotiate', 'Kerberos'],
    account,
    computer: host.name,
    now: () => Date.parse(`${isoLocal(host.world.localTime())}Z`),
    certificate,
    channelBinding,
  });
  return [
    http.post('*/wsman', async ({ request }) => {
      const refusal = login.refusal(request);
      if (refusal !== undefined)
        return new HttpResponse(null, { status: 401, headers: { 'www-authenticate': refusal } });
      const asked = readRequest(await request.text());
      const { status, header, body } =
        asked === undefined ? fault('wsman:SchemaValidationError', 'no envelope') : answer(host, shells, asked);
      return HttpResponse.text(envelope(asked, header, body), {
        status,
        headers: { 'content-type': 'application/soap+xml;charset=UTF-8' },
      });
    }),
  ];
}

interface Asked {
  readonly action: string;
  readonly message: string;
  readonly resource: string;
  readonly shell: string;
  readonly command: string;
  readonly line: string;
}

interface Answer {
  readonly status: number;
  readonly header: string;
  readonly body: string;
}

function answer(host: SimulatedHost, shells: Map<string, Shell>, asked: Asked): Answer {
  if (asked.resource !== SHELL) return fault('w:InvalidSelectors', `there is no resource ${asked.resource} here`);
  if (asked.action === `${TRANSFER}/Create`) {
    const id = randomUUID().toUpperCase();
    shells.set(id, { commands: new Map() });
    const selector = `<w:SelectorSet><w:Selector Name="ShellId">${id}</w:Selector></w:SelectorSet>`;
    return done(
      `${TRANSFER}/CreateResponse`,
      `<x:ResourceCreated xmlns:x="${TRANSFER}"><a:Address>${SHELL}</a:Address><a:ReferenceParameters><w:ResourceURI>${SHELL}</w:ResourceURI>${selector}</a:ReferenceParameters></x:ResourceCreated><rsp:Shell><rsp:ShellId>${id}</rsp:ShellId></rsp:Shell>`,
    );
  }
  const shell = shells.get(asked.shell);
  if (shell === undefined) return fault('w:InvalidSelectors', `there is no shell ${asked.shell}`, '2150858843');
  switch (asked.action) {
    case `${TRANSFER}/Delete`:
      shells.delete(asked.shell);
      return done(`${TRANSFER}/DeleteResponse`, '');
    case `${RSP}/Command`: {
      const id = randomUUID().toUpperCase();
      runCommand(host, asked.line, (output) => shell.commands.set(id, { output, sent: 0 }));
      // A program that waits for time to pass: the world stands still, and it never answers.
      return done(
        `${RSP}/CommandResponse`,
        `<rsp:CommandResponse><rsp:CommandId>${id}</rsp:CommandId></rsp:CommandResponse>`,
      );
    }
    case `${RSP}/Receive`:
      return received(shell, asked.command);
    case `${RSP}/Signal`:
      shell.commands.delete(asked.command);
      return done(`${RSP}/SignalResponse`, '<rsp:SignalResponse/>');
    default:
      return fault('a:ActionNotSupported', `the action ${asked.action} is not modelled`);
  }
}

function received(shell: Shell, id: string): Answer {
  const command = shell.commands.get(id);
  if (command === undefined) return fault('w:TimedOut', 'the operation has not completed', '2150858793');
  const { exitCode, stdout, stderr } = command.output;
  const bytes = typeof stdout === 'string' ? encodeConsole(stdout, CONSOLE_CODE_PAGE) : stdout;
  const part = bytes.subarray(command.sent, command.sent + CHUNK);
  command.sent += part.length;
  const isLast = command.sent >= bytes.length;
  const stream = (name: string, content: Uint8Array, end: boolean) =>
    `<rsp:Stream Name="${name}" CommandId="${id}"${end ? ' End="true"' : ''}>${Buffer.from(content).toString('base64')}</rsp:Stream>`;
  const state = isLast ? 'Done' : 'Running';
  return done(
    `${RSP}/ReceiveResponse`,
    [
      '<rsp:ReceiveResponse>',
      stream('stdout', part, isLast),
      isLast ? stream('stderr', encodeConsole(stderr, CONSOLE_CODE_PAGE), true) : '',
      `<rsp:CommandState CommandId="${id}" State="${RSP}/CommandState/${state}">`,
      isLast ? `<rsp:ExitCode>${exitCode}</rsp:ExitCode>` : '',
      '</rsp:CommandState></rsp:ReceiveResponse>',
    ].join(''),
  );
}

const done = (action: string, body: string): Answer => ({
  status: 200,
  header: `<a:Action>${action}</a:Action>`,
  body,
});

function fault(subcode: string, reason: string, code = '2150858752'): Answer {
  const detail = `<f:WSManFault xmlns:f="http://schemas.microsoft.com/wbem/wsman/1/wsmanfault" Code="${code}"><f:Message>${escaped(reason)}</f:Message></f:WSManFault>`;
  return {
    status: 500,
    header: '<a:Action>http://schemas.dmtf.org/wbem/wsman/1/wsman/fault</a:Action>',
    body: `<s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>${subcode}</s:Value></s:Subcode></s:Code><s:Reason><s:Text xml:lang="">${escaped(reason)}</s:Text></s:Reason><s:Detail>${detail}</s:Detail></s:Fault>`,
  };
}

function envelope(asked: Asked | undefined, header: string, body: string): string {
  return [
    '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing"',
    ` xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd" xmlns:rsp="${RSP}"><s:Header>${header}`,
    `<a:MessageID>uuid:${randomUUID().toUpperCase()}</a:MessageID>`,
    '<a:To>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:To>',
    asked === undefined ? '' : `<a:RelatesTo>${escaped(asked.message)}</a:RelatesTo>`,
    `</s:Header><s:Body>${body}</s:Body></s:Envelope>`,
  ].join('');
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  removeNSPrefix: true,
  parseTagValue: false,
  isArray: (name) => name === 'Selector',
});

// oxlint-disable-next-line typescript/no-explicit-any -- whatever a client sends
type Xml = any;

function readRequest(xml: string): Asked | undefined {
  let sent: Xml;
  try {
    sent = parser.parse(xml, true).Envelope;
  } catch {
    return undefined;
  }
  const text = (node: Xml): string => String(node?.['#text'] ?? (typeof node === 'string' ? node : ''));
  const header = sent?.Header;
  if (header === undefined) return undefined;
  const body = sent.Body;
  const selectors: readonly Xml[] = header.SelectorSet?.Selector ?? [];
  const { Command, Arguments } = body?.CommandLine ?? {};
  const more = [Arguments ?? []].flat().map(text);
  return {
    action: text(header.Action),
    message: text(header.MessageID),
    resource: text(header.ResourceURI),
    shell: text(selectors.find((one) => one['@Name'] === 'ShellId')),
    command: text(body?.Receive?.DesiredStream?.['@CommandId'] ?? body?.Signal?.['@CommandId']),
    line: [text(Command), ...more].join(' '),
  };
}
