import { ScanclashError } from '@scanclash/core';
import { z } from 'zod';
import { shown } from '../bundle/bundle-error.ts';
import type { EpoConnection } from './epo-connection.ts';

/** A row of an answer: columns are called `Table.Column`. */
export type EpoRow = Readonly<Record<string, unknown>>;

/** A policy as `policy.find` lists it. @source EPO-SAMPLES: nine keys, names with blanks at either end. */
export interface ListedPolicy {
  readonly id: number;
  readonly name: string;
  /** Category, as the console shows it. */
  readonly type: string;
  readonly product: string;
}

const rows = z.array(z.record(z.string(), z.unknown()));
const named = z.string().transform((text) => shown(text.trim()));
const listedPolicy = z.object({ objectId: z.int(), objectName: named, typeName: named, productId: named }).transform(
  ({ objectId, objectName, typeName, productId }): ListedPolicy => ({
    id: objectId,
    name: objectName,
    type: typeName,
    product: productId,
  }),
);

/** What is needed: a server that lacks one of them says so before anything else is asked. */
const COMMANDS = ['core.executeQuery', 'policy.find', 'policy.export', 'system.find'] as const;

/** The commands of the web API that are used, all of which read. */
export class EpoClient {
  readonly #connection: EpoConnection;

  constructor(connection: EpoConnection) {
    this.#connection = connection;
  }

  get server(): string {
    const { host, port } = this.#connection.address;
    return `${host}:${port}`;
  }

  /** Asks what the server offers to this user. @throws SC-EPO-006 where something that is needed is missing */
  async expectCommands(): Promise<void> {
    const phase = 'logging in';
    const lines = this.#fit(z.array(z.string()), await this.#ask('core.help', {}, phase), phase);
    const offered = new Set(lines.map((line) => /^[\w.]+/.exec(line)?.[0]));
    const missing = COMMANDS.filter((command) => !offered.has(command));
    if (missing.length === 0) return;
    throw new ScanclashError('SC-EPO-006', `${this.server}: the server does not offer ${missing.join(', ')}`, {
      hint: 'The user needs the permission to see systems, policies and queries; ePO 4.6 or newer is needed.',
    });
  }

  /** Systems whose name, address or user contains the text. */
  async findSystems(text: string, phase: string): Promise<readonly EpoRow[]> {
    return this.#fit(rows, await this.#ask('system.find', { searchText: text }, phase), phase);
  }

  /** @param where - A condition in the language of the server: `(ge EPOLeafNode.AutoID 5)`; built of numbers alone. */
  async query(
    target: string,
    columns: readonly string[],
    where: string | undefined,
    phase: string,
  ): Promise<readonly EpoRow[]> {
    const parameters = {
      target,
      select: `(select ${columns.join(' ')})`,
      ...(where === undefined ? {} : { where: `(where ${where})` }),
    };
    return this.#fit(rows, await this.#ask('core.executeQuery', parameters, phase), phase);
  }

  /** Every policy that this user may see. */
  async listPolicies(): Promise<readonly ListedPolicy[]> {
    const phase = 'listing policies';
    return this.#fit(z.array(listedPolicy), await this.#ask('policy.find', { searchText: '' }, phase), phase);
  }

  /** All policies of a product as XML: ePO sends it as it is, or as one JSON text. */
  async exportPolicies(product: string): Promise<string> {
    const phase = `exporting policies of ${product}`;
    const payload = await this.#connection.ask('policy.export', { productId: product }, phase);
    return payload.startsWith('<') ? payload : this.#fit(z.string(), this.#json(payload, phase), phase);
  }

  async #ask(command: string, parameters: Readonly<Record<string, string>>, phase: string): Promise<unknown> {
    return this.#json(await this.#connection.ask(command, parameters, phase), phase);
  }

  #json(payload: string, phase: string): unknown {
    try {
      return JSON.parse(payload) as unknown;
    } catch {
      throw this.#misunderstood(phase, `no JSON: ${shown(payload.slice(0, 80))}`);
    }
  }

  #fit<T>(schema: z.ZodType<T>, json: unknown, phase: string): T {
    const read = schema.safeParse(json);
    if (read.success) return read.data;
    const issue = read.error.issues[0];
    const place = shown(issue?.path.map(String).join('.') ?? '');
    throw this.#misunderstood(phase, `${place === '' ? '' : `${place}: `}${shown(issue?.message ?? 'wrong shape')}`);
  }

  #misunderstood(phase: string, problem: string): ScanclashError {
    return new ScanclashError('SC-EPO-004', `${this.server}: ${phase}: the answer is not understood: ${problem}`);
  }
}
