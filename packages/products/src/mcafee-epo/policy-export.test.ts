import { ScanclashError } from '@scanclash/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CataloguedPolicy } from './emulation/epo-server.ts';
import { exportPolicies } from './emulation/export-policies.ts';
import { parsePolicyExport } from './policy-export.ts';

const parse = (xml: string) => parsePolicyExport(xml, 'policy.export TEST');
const schema = (inner: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<epo:EPOPolicySchema xmlns:epo="mcafee-epo-policy">${inner}</epo:EPOPolicySchema>`;
const settings = (name: string, value = '1') =>
  `<EPOPolicySettings name="${name}" featureid="F" categoryid="C" typeid="C" param_int="0" param_str=""><Section name="General"><Setting name="b" value="${value}"/></Section></EPOPolicySettings>`;
const policy = (name: string, ...references: string[]) =>
  `<EPOPolicyObject name="${name}" featureid="F" categoryid="C" serverid="S" editflag="0" typeid="C"><description>text</description>${references.map((one) => `<PolicySettings>${one}</PolicySettings>`).join('')}</EPOPolicyObject>`;

test('a policy has the settings that it refers to by name, wherever they stand', () => {
  const xml = schema(settings('two', '2') + policy('P', 'one', ' two ') + settings('one'));
  expect(parse(xml)).toMatchObject([
    {
      name: 'P',
      category: 'C',
      sets: [
        { sections: [{ name: 'General', settings: new Map([['b', '1']]) }] },
        { sections: [{ settings: new Map([['b', '2']]) }] },
      ],
    },
  ]);
});

test('what the simulated server exports is read back as it was', () => {
  const texts = fc.dictionary(
    fc.stringMatching(/^\w{1,20}$/).filter((name) => name !== '__proto__'),
    // XML cannot hold control characters, and folds none of these.
    fc.string({ unit: 'grapheme-ascii', maxLength: 40 }),
    { maxKeys: 8 },
  );
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme-ascii', minLength: 1 }), texts, texts, (name, server, workstation) => {
      const catalogued: CataloguedPolicy = {
        id: 100,
        name,
        product: 'VIRUSCAN8800',
        category: 'On-Access General Policies',
        server,
        workstation,
      };
      const [read] = parse(exportPolicies([catalogued]));
      expect(read?.name).toBe(name);
      const found = read?.sets.map(({ audience, sections }) => [
        audience,
        Object.fromEntries(sections.flatMap((section) => [...section.settings])),
      ]);
      expect(found).toEqual([
        ['Workstation', { ...workstation }],
        ['Server', { ...server }],
      ]);
    }),
  );
});

test.each([
  ['nothing', ''],
  ['another document', '<html><body/></html>'],
  ['a document that is cut', schema(settings('one')).slice(0, -30)],
  ['a reference to nothing', schema(policy('P', 'one'))],
  ['two sets of one name', schema(settings('one') + settings('one'))],
  [
    'a setting outside of a section',
    schema('<EPOPolicySettings name="x"><Setting name="a" value="b"/></EPOPolicySettings>'),
  ],
  ['a section outside of settings', schema('<Section name="x"/>')],
  ['elements without end', schema('<a>'.repeat(100_000))],
  [
    'entities that grow',
    `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>${schema(settings('one', '&b;'))}`,
  ],
  ['a file of this machine', `<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>${schema(settings('one', '&f;'))}`],
  ['an escape sequence', schema(settings('one', '&#27;[2J'))],
])('%s is refused, with the place', (_, xml) => {
  let thrown: unknown;
  try {
    parse(xml);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(ScanclashError);
  expect(thrown).toMatchObject({ code: 'SC-EPO-004', place: { file: 'policy.export TEST' } });
});
