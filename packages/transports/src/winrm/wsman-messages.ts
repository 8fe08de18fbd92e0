import { randomUUID } from 'node:crypto';
import { XMLParser } from 'fast-xml-parser';

/** The shell of cmd.exe. @source MS-WSMV 3.1.4.1.31: the resource URI of the command shell. */
const SHELL = 'http://schemas.microsoft.com/wbem/wsman/1/windows/shell/cmd';
const RSP = 'http://schemas.microsoft.com/wbem/wsman/1/windows/shell';
const TRANSFER = 'http://schemas.xmlsoap.org/ws/2004/09/transfer';

/** What is asked of the service. @source MS-WSMV 3.1.4: create, command, receive, signal, delete. */
export type WsmanRequest =
  | { readonly kind: 'create'; readonly codePage: number }
  | { readonly kind: 'command'; readonly shell: string; readonly line: string }
  | { readonly kind: 'receive'; readonly shell: string; readonly command: string }
  | { readonly kind: 'terminate'; readonly shell: string; readonly command: string }
  | { readonly kind: 'delete'; readonly shell: string };

export interface WsmanLimits {
  /** Milliseconds after which the service answers that there is nothing yet. */
  readonly operationMs: number;
  /** Bytes that one answer of the service may have. */
  readonly envelopeBytes: number;
}

/** The envelope of a request. */
export function wsmanEnvelope(url: string, request: WsmanRequest, { operationMs, envelopeBytes }: WsmanLimits): string {
  const { action, options = {}, body } = partsOf(request);
  const selector =
    request.kind === 'create'
      ? ''
      : `<w:SelectorSet><w:Selector Name="ShellId">${escaped(request.shell)}</w:Selector></w:SelectorSet>`;
  const optionSet = Object.entries(options).map(([name, value]) => `<w:Option Name="${name}">${value}</w:Option>`);
  return [
    '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"',
    ' xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing"',
    ` xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd" xmlns:rsp="${RSP}"><s:Header>`,
    `<a:To>${escaped(url)}</a:To><w:ResourceURI s:mustUnderstand="true">${SHELL}</w:ResourceURI>`,
    '<a:ReplyTo><a:Address s:mustUnderstand="true">http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:Address></a:ReplyTo>',
    `<a:Action s:mustUnderstand="true">${action}</a:Action><a:MessageID>uuid:${randomUUID().toUpperCase()}</a:MessageID>`,
    `<w:MaxEnvelopeSize s:mustUnderstand="true">${envelopeBytes}</w:MaxEnvelopeSize>`,
    `<w:OperationTimeout>PT${(operationMs / 1000).toFixed(3)}S</w:OperationTimeout>`,
    selector,
    optionSet.length === 0 ? '' : `<w:OptionSet>${optionSet.join('')}</w:OptionSet>`,
    `</s:Header><s:Body>${body}</s:Body></s:Envelope>`,
  ].join('');
}

interface Parts {
  readonly action: string;
  readonly options?: Readonly<Record<string, string>>;
  readonly body: string;
}

function partsOf(request: WsmanRequest): Parts {
  switch (request.kind) {
    case 'create':
      return {
        action: `${TRANSFER}/Create`,
        options: { WINRS_NOPROFILE: 'TRUE', WINRS_CODEPAGE: String(request.codePage) },
        body: '<rsp:Shell><rsp:InputStreams>stdin</rsp:InputStreams><rsp:OutputStreams>stdout stderr</rsp:OutputStreams></rsp:Shell>',
      };
    case 'command':
      return {
        action: `${RSP}/Command`,
        // A pipe for input would keep programs waiting; without the shell's own cmd.exe nothing expands.
        options: { WINRS_CONSOLEMODE_STDIN: 'TRUE', WINRS_SKIP_CMD_SHELL: 'FALSE' },
        body: `<rsp:CommandLine><rsp:Command>${escaped(request.line)}</rsp:Command></rsp:CommandLine>`,
      };
    case 'receive':
      return {
        action: `${RSP}/Receive`,
        body: `<rsp:Receive><rsp:DesiredStream CommandId="${escaped(request.command)}">stdout stderr</rsp:DesiredStream></rsp:Receive>`,
      };
    case 'terminate':
      return {
        action: `${RSP}/Signal`,
        body: `<rsp:Signal CommandId="${escaped(request.command)}"><rsp:Code>${RSP}/signal/terminate</rsp:Code></rsp:Signal>`,
      };
    case 'delete':
      return { action: `${TRANSFER}/Delete`, body: '' };
  }
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** What the service answered: the parts that a shell needs. */
export type WsmanAnswer =
  | { readonly kind: 'fault'; readonly code: string; readonly reason: string }
  | {
      readonly kind: 'answer';
      readonly shell: string | undefined;
      readonly command: string | undefined;
      readonly stdout: Uint8Array;
      readonly stderr: Uint8Array;
      /** Set when the command is done. */
      readonly done: boolean;
      readonly exitCode: number | undefined;
    };

/** The operation took longer than its time-out; it goes on. @source MS-WSMV 2.2.4.43: ERROR_WSMAN_OPERATION_TIMEDOUT */
export const STILL_RUNNING = '2150858793';

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  isArray: (name) => name === 'Stream' || name === 'Selector',
});

type Node = { readonly [name: string]: Node | undefined } & { readonly '#text'?: string };

/** Reads an envelope; undefined: it is none. A document type has no place in one. */
export function readWsman(xml: string): WsmanAnswer | undefined {
  if (/<!DOCTYPE|<!ENTITY/i.test(xml)) return undefined;
  let envelope: Node | undefined;
  try {
    envelope = (parser.parse(xml, true) as Node)['Envelope'];
  } catch {
    return undefined;
  }
  const body = envelope?.['Body'];
  if (body === undefined) return undefined;
  const fault = body['Fault'];
  if (fault !== undefined) {
    const detail = fault['Detail']?.['WSManFault'];
    const reason = textOf(detail?.['Message']) ?? textOf(fault['Reason']?.['Text']) ?? 'no reason was given';
    return { kind: 'fault', code: textOf(detail?.['@Code']) ?? '', reason };
  }
  const received = body['ReceiveResponse'];
  const state = received?.['CommandState'];
  const streams = (received?.['Stream'] ?? []) as unknown as readonly (Node | string)[];
  const exitCode = Number(textOf(state?.['ExitCode']) ?? Number.NaN);
  return {
    kind: 'answer',
    shell: shellOf(body),
    command: textOf(body['CommandResponse']?.['CommandId']),
    stdout: bytesOf(streams, 'stdout'),
    stderr: bytesOf(streams, 'stderr'),
    done: textOf(state?.['@State'])?.endsWith('/CommandState/Done') ?? false,
    exitCode: Number.isInteger(exitCode) ? exitCode : undefined,
  };
}

function shellOf(body: Node): string | undefined {
  const selectors = (body['ResourceCreated']?.['ReferenceParameters']?.['SelectorSet']?.['Selector'] ??
    []) as unknown as readonly Node[];
  const selector = selectors.find((one) => textOf(one['@Name']) === 'ShellId');
  return textOf(selector) ?? textOf(body['Shell']?.['ShellId']);
}

function bytesOf(streams: readonly (Node | string)[], name: string): Uint8Array {
  const own = streams.filter(
    (stream): stream is Node => typeof stream !== 'string' && textOf(stream['@Name']) === name,
  );
  return new Uint8Array(Buffer.concat(own.map((stream) => Buffer.from(textOf(stream) ?? '', 'base64'))));
}

/** A node is its text where it has neither attributes nor children. */
function textOf(node: Node | string | undefined): string | undefined {
  if (typeof node === 'string') return node;
  const text = node?.['#text'];
  return typeof text === 'string' ? text : undefined;
}
