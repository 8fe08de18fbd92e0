import { absent, type Fact, known, list, type Origin, record, unreadable } from './fact.ts';

/**
 * Facts as JSON, the form of `given`, NDJSON and YAML examples: a leaf that is not mentioned is unread, absent is
 * `{"$absent": true}`, a list that was cut `{"$items": [...], "$complete": false}`, a value that could not be read
 * `{"$unreadable": "why"}`.
 */
export function factFromJson(json: unknown, origin: Origin, path = ''): Fact {
  if (typeof json === 'string' || typeof json === 'boolean') return known(json, origin);
  if (typeof json === 'number') {
    if (!Number.isSafeInteger(json)) throw new FactJsonError(path, `${json} is not an integer`);
    return known(json, origin);
  }
  if (Array.isArray(json))
    return list(
      json.map((item, i) => factFromJson(item, origin, `${path}[${i}]`)),
      origin,
    );
  if (json === null || typeof json !== 'object') {
    throw new FactJsonError(
      path,
      `${json === null ? 'null' : typeof json} is no fact; write {"$absent": true} for absent`,
    );
  }
  const entries = Object.entries(json);
  const marks = Object.fromEntries(entries.filter(([name]) => name.startsWith('$')));
  if (Object.keys(marks).length === 0) {
    return record(
      Object.fromEntries(entries.map(([name, value]) => [name, factFromJson(value, origin, join(path, name))])),
    );
  }
  if (marks['$absent'] === true && entries.length === 1) return absent(origin);
  if (typeof marks['$unreadable'] === 'string' && entries.length === 1) return unreadable(marks['$unreadable']);
  if (Array.isArray(marks['$items']) && typeof marks['$complete'] === 'boolean' && entries.length === 2) {
    const items = marks['$items'].map((item: unknown, i: number) => factFromJson(item, origin, `${path}[${i}]`));
    return list(items, origin, marks['$complete']);
  }
  throw new FactJsonError(
    path,
    `unknown mark ${Object.keys(marks).join(', ')}; use {"$absent": true}, {"$unreadable": "why"} or {"$items": [], "$complete": false}`,
  );
}

/** The inverse of {@link factFromJson}; origins are not kept. */
export function factToJson(fact: Fact): unknown {
  switch (fact.kind) {
    case 'known':
      return fact.value;
    case 'absent':
      return { $absent: true };
    case 'unreadable':
      return { $unreadable: fact.reason };
    case 'list':
      return fact.complete ? fact.items.map(factToJson) : { $items: fact.items.map(factToJson), $complete: false };
    case 'record':
      return Object.fromEntries(Object.entries(fact.fields).map(([name, field]) => [name, factToJson(field)]));
  }
}

/** Input that is no fact, with the dotted path of the place. */
export class FactJsonError extends Error {
  readonly path: string;
  constructor(path: string, problem: string) {
    super(`${path === '' ? 'the value' : path}: ${problem}`);
    this.path = path;
  }
}

const join = (path: string, name: string) => (path === '' ? name : `${path}.${name}`);
