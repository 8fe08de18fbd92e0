import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { HostFacts } from '../check/subject.ts';
import { ScanclashError, ScanclashErrors } from '../errors/scanclash-error.ts';
import { factSchemas } from '../product/vocabulary.ts';
import { type Fact, factAt, record } from './fact.ts';
import { factFromJson, factToJson } from './fact-json.ts';
import { readNdjson } from './ndjson.ts';
import { scanJson } from './ndjson-scanner.ts';

const schemas = factSchemas([
  {
    id: 'scanner',
    namespace: 'scanner',
    title: 'Scanner',
    settings: [],
    facts: {
      version: z.enum(['8.0i', '8.5i']),
      'onAccess.enabled': z.boolean(),
      'onAccess.folders': z.array(z.object({ path: z.string(), depth: z.int().min(0).max(9) })),
    },
    behaviours: [],
    functions: [],
    fixes: [],
    questions: [],
    detect: () => ({ kind: 'absent' }),
    collect: () => ({}),
  },
]);

const read = (text: string) => readNdjson(text, { file: 'hosts.ndjson', schemas });

/** A fact of the scanner; the whole namespace without a path. */
function scanner(host: HostFacts | undefined, path?: string): Fact {
  const namespace = host?.facts['scanner'] ?? record({});
  return path === undefined ? namespace : factAt(namespace, path);
}

/** All errors as `line:column code problem | hint`. */
function faults(text: string): string[] {
  try {
    read(text);
  } catch (error) {
    if (!(error instanceof ScanclashErrors)) throw error;
    return error.errors.map(({ code, place, problem, hint }) => {
      expect(place?.file).toBe('hosts.ndjson');
      return `${place?.line}:${place?.column} ${code} ${problem} | ${hint ?? ''}`;
    });
  }
  throw new Error('nothing is wrong');
}

test('each line is a host with its facts', () => {
  const hosts = read(
    [
      '{"host":{"name":"MAIL01"},"scanner":{"version":"8.0i","onAccess":{"enabled":true}}}',
      '{"host":{"name":"MAIL02"},"scanner":{"$absent":true}}',
    ].join('\n'),
  );
  expect(hosts.map(({ name }) => name)).toEqual(['MAIL01', 'MAIL02']);
  expect(scanner(hosts[0], 'onAccess.enabled')).toEqual({
    kind: 'known',
    value: true,
    origin: { kind: 'given' },
  });
  expect(scanner(hosts[0], 'onAccess.folders')).toMatchObject({ kind: 'unreadable' });
  expect(scanner(hosts[1])).toMatchObject({ kind: 'absent' });
});

test('a byte order mark, CR LF and blank lines are no part of the hosts', () => {
  const text = '\ufeff\r\n{"host":{"name":"MAIL01"}}\r\n\r\n{"host":{"name":"MAIL02"}}\r\n';
  expect(read(text).map(({ name }) => name)).toEqual(['MAIL01', 'MAIL02']);
});

test('marks fit facts of every type, and a cut list stays cut', () => {
  const onAccess = {
    enabled: { $unreadable: 'access denied' },
    folders: { $items: [{ path: 'D:\\', depth: { $absent: true } }], $complete: false },
  };
  const [host] = read(JSON.stringify({ host: { name: 'A' }, scanner: { onAccess } }));
  expect(factToJson(scanner(host))).toEqual({ onAccess });
});

test('every broken line is told, with line, column and what is wrong', () => {
  const text = [
    '{"host":{"name":"A"},}',
    '{"host":{"name":"B"}}',
    "{'host':{}}",
    '[1]',
    '{"host":{"name":"C"},"scanner":{"version":8.0i}}',
    '{"scanner":{}}',
  ].join('\n');
  expect(faults(text).map((fault) => fault.replace(/ \|.*/, ''))).toEqual([
    '1:22 SC-FACT-002 a field name in quotes is expected, not "}"',
    `3:2 SC-FACT-002 a field name in quotes is expected, not "'host'"`,
    '4:1 SC-FACT-002 the line is JSON, but no object',
    '5:46 SC-FACT-002 "," or "}" is expected, not "i"',
    '6:1 SC-FACT-002 the line names no host',
  ]);
});

test('a host is there once, in whatever case, even where its line has other faults', () => {
  const text = '{"host":{"name":"mail01"},"scaner":1}\n{"host":{"name":"MAIL01"}}';
  expect(faults(text)).toEqual([
    '1:27 SC-FACT-001 scaner: no product has such a namespace | Did you mean "scanner"?',
    '2:10 SC-FACT-002 line 1 is of "MAIL01", too | ',
  ]);
});

test('a fact that no product offers is refused with the nearest one that is', () => {
  expect(faults('{"host":{"name":"A"},"scanner":{"onAcess":{"enabled":true}}}')).toEqual([
    '1:33 SC-FACT-001 scanner.onAcess: no product offers such a fact | Did you mean "scanner.onAccess"?',
  ]);
  expect(faults('{"host":{"name":"A"},"scanner":{"onAccess":{"folders":[{"paht":"D:"}]}}}')).toEqual([
    '1:57 SC-FACT-001 scanner.onAccess.folders[0].paht: no product offers such a fact | Did you mean "scanner.onAccess.folders[0].path"?',
  ]);
  expect(faults('{"host":{"name":"A","zone":1},"__proto__":{}}')).toEqual([
    '1:21 SC-FACT-001 host.zone: no product offers such a fact | Did you mean "host.name"?',
    '1:31 SC-FACT-001 __proto__: no product has such a namespace | Known namespaces: host, scanner',
  ]);
});

test.for([
  ['{"version":"8.0"}', 'scanner.version: one of 8.0i, 8.5i is expected, not "8.0"'],
  ['{"onAccess":true}', 'scanner.onAccess: a record {…} is expected, not true'],
  ['{"onAccess":{"enabled":1}}', 'scanner.onAccess.enabled: true or false is expected, not 1'],
  ['{"onAccess":{"enabled":null}}', 'scanner.onAccess.enabled: null is no fact'],
  [
    '{"onAccess":{"enabled":{"$absent":false}}}',
    'scanner.onAccess.enabled: marks that do not belong together: $absent',
  ],
  ['{"onAccess":{"folders":{}}}', 'scanner.onAccess.folders: a list is expected, not a record'],
  ['{"onAccess":{"folders":[{"depth":1.5}]}}', 'scanner.onAccess.folders[0].depth: an integer is expected, not 1.5'],
  [
    '{"onAccess":{"folders":[{"depth":10}]}}',
    'scanner.onAccess.folders[0].depth: an integer from 0 to 9 is expected, not 10',
  ],
  ['{"onAccess":{"folders":[{"path":7}]}}', 'scanner.onAccess.folders[0].path: a text is expected, not 7'],
] as const)('a value of the wrong type is refused: %s', ([scanner, problem]) => {
  const [fault, ...others] = faults(`{"host":{"name":"A"},"scanner":${scanner}}`);
  expect(fault).toContain(`SC-FACT-001 ${problem}`);
  expect(others).toEqual([]);
});

test.for(['', '\ufeff', '\r\n \n'])('input without a host is no input: %j', (text) => {
  expect(() => read(text)).toThrow(ScanclashError);
  expect(() => read(text)).toThrow('SC-USE-002');
});

test('a name that would play with the terminal is no name', () => {
  expect(faults('{"host":{"name":"\\u001b[2J"}}')[0]).toContain('SC-FACT-002 the host has no name');
});

test('deep nesting is a fault of the input, not of ours', () => {
  const deep = `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`;
  expect(faults(`{"host":{"name":"A"},"scanner":{"onAccess":${deep}}}`)[0]).toContain('no product offers such a fact');
  const [fault] = faults(`{"host":{"name":"A"},"scanner":{"onAccess":${deep}`);
  expect(fault).toContain('nested deeper');
});

test('the scanner finds a fault exactly where JSON.parse refuses', () => {
  const broken = fc
    .tuple(fc.json({ maxDepth: 4 }), fc.nat(), fc.constantFrom('', '"', ',', '}', '\\', '\u0001', '0', 'x', '[', ' '))
    .map(([json, at, patch]) => {
      const offset = at % (json.length + 1);
      return json.slice(0, offset) + patch + json.slice(offset + (at % 2));
    });
  fc.assert(
    fc.property(fc.oneof(broken, fc.json(), fc.string()), (text) => {
      let isJson = true;
      try {
        JSON.parse(text);
      } catch {
        isJson = false;
      }
      const fault = scanJson(text);
      expect(fault === undefined).toBe(isJson);
      expect(fault?.offset ?? 0).toBeLessThanOrEqual(text.length);
    }),
    { numRuns: 1000 },
  );
});

test('whatever stands in a line, it is read or told; nothing else is thrown', () => {
  const line = fc.oneof(
    fc.string(),
    fc.json(),
    fc.record({ host: fc.jsonValue(), scanner: fc.jsonValue() }).map((value) => JSON.stringify(value)),
  );
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      try {
        expect(read(lines.join('\n')).length).toBeGreaterThan(0);
      } catch (error) {
        if (!(error instanceof ScanclashErrors)) expect(error).toBeInstanceOf(ScanclashError);
      }
    }),
  );
});

test('what was read is what was written', () => {
  const facts = fc.record(
    {
      version: fc.constantFrom('8.0i', '8.5i'),
      onAccess: fc.record(
        {
          enabled: fc.boolean(),
          folders: fc.array(fc.record({ path: fc.string(), depth: fc.integer({ min: 0, max: 9 }) })),
        },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(facts, (given) => {
      const hosts = read(JSON.stringify({ host: { name: 'A' }, scanner: given }));
      expect(hosts).toEqual([{ name: 'A', facts: { scanner: factFromJson(given, { kind: 'given' }) } }]);
    }),
  );
});
