import { joinPath } from '@scanclash/core';
import type { Program, ScanVerdict, VirusScanningLibrary } from '@scanclash/simulator';
import type { StoredAttachment } from '../ese/log-content.ts';
import type { ExchangeHost } from '../exchange-host.ts';
import type { Delivery } from '../running-services.ts';

/** What agents look at of a message. */
export type Content = Pick<Delivery, 'sender' | 'subject' | 'size' | 'attachments'>;

/** @source TRANSPORT-AGENTS: the file that lists them. */
export const AGENTS_FILE = joinPath('TransportRoles', 'Shared', 'agents.config');

const decoder = new TextDecoder();
const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

/**
 * The agents that the transport asks about each message on its way, in their order: those that `agents.config` lists and
 * that are there. They see attachments and the body, and what they condemn is taken out of the message.
 *
 * @source TRANSPORT-AGENTS: agents by the path of their library, enabled or not.
 * @assumed HOLE-transport-agents: an agent is asked as a scanner of the store is; a body that is condemned is emptied.
 */
export class TransportAgents {
  readonly #exchange: ExchangeHost;
  readonly #program: Program;
  readonly #agents: readonly VirusScanningLibrary[];

  private constructor(exchange: ExchangeHost, program: Program, agents: readonly VirusScanningLibrary[]) {
    this.#exchange = exchange;
    this.#program = program;
    this.#agents = agents;
  }

  static load(exchange: ExchangeHost, program: Program): TransportAgents {
    const { host, context } = exchange;
    const file = host.files.peek(joinPath(context.folder, AGENTS_FILE));
    const listed = file.ok ? enabledAgents(decoder.decode(file.bytes)) : [];
    const agents = listed.flatMap((path) => {
      const agent = host.files.stat(path)?.kind === 'file' ? host.virusScanningLibraries.find(path) : undefined;
      host.emit('exchange/hub', agent === undefined ? 'exchange.agent-not-loaded' : 'exchange.agent-loaded', path);
      return agent ?? [];
    });
    return new TransportAgents(exchange, program, agents);
  }

  /** Has a message looked through; `done` with what is left of it. */
  filter(mailbox: string, content: Content, done: (left: Content) => void): void {
    const parts = [undefined, ...content.attachments];
    const questions = this.#agents.flatMap((agent) => parts.map((part) => ({ agent, part })));
    const next = (index: number, left: Content): void => {
      const question = questions[index];
      if (question === undefined) return done(left);
      const { agent, part } = question;
      if (part !== undefined && !left.attachments.includes(part)) return next(index + 1, left);
      const { sender, subject } = content;
      const item = { fileName: part?.name, content: latin1(part?.content ?? subject), mailbox, subject, sender };
      agent.scan(this.#program.process, item, (verdict) => {
        if (this.#program.isRunning) next(index + 1, this.#obey(mailbox, left, part, verdict));
      });
    };
    next(0, content);
  }

  #obey(mailbox: string, left: Content, part: StoredAttachment | undefined, verdict: ScanVerdict): Content {
    if (verdict === 'clean') return left;
    const details = { mailbox, verdict, ...(part === undefined ? {} : { attachment: part.name }) };
    this.#exchange.host.emit('exchange/hub', 'exchange.mail-condemned', left.subject, details);
    if (part === undefined) return { ...left, size: 0, attachments: [] };
    return { ...left, attachments: left.attachments.filter((one) => one !== part) };
  }
}

/** The libraries of the agents that are switched on, in their order. */
function enabledAgents(config: string): string[] {
  return [...config.matchAll(/<agent\s[^>]*>/gi)].flatMap(([agent]) => {
    const path = /\bassemblyPath="([^"]*)"/i.exec(agent)?.[1];
    return path === undefined || !/\benabled="true"/i.test(agent) ? [] : [path];
  });
}
