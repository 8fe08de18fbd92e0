import type { FactJsonSchema } from '@scanclash/core';

const text: FactJsonSchema = { type: 'string' };
const integer: FactJsonSchema = { type: 'integer' };

/**
 * The details that trace events carry, so that a slip of the pen in a scenario is an error and not a symptom that never
 * comes. A test holds the table against all that the catalogue emits: nothing is missing, and nothing is too much.
 */
export const TRACE_EVENT: FactJsonSchema = {
  type: 'object',
  properties: {
    id: text,
    at: integer,
    host: text,
    component: text,
    kind: text,
    subject: text,
    access: text,
    action: text,
    address: text,
    attachment: text,
    by: text,
    bytes: integer,
    client: text,
    domain: text,
    during: text,
    error: integer,
    exitCode: integer,
    files: integer,
    filter: text,
    from: text,
    generation: integer,
    group: text,
    holder: text,
    holderClient: text,
    log: text,
    mailbox: text,
    members: text,
    obstacle: text,
    operation: text,
    own: integer,
    minutes: integer,
    missing: integer,
    pid: integer,
    port: integer,
    process: text,
    reason: text,
    recipients: integer,
    registered: integer,
    requests: integer,
    rule: text,
    share: text,
    since: integer,
    text,
    to: text,
    us: integer,
    user: text,
    version: integer,
    why: text,
  },
};
