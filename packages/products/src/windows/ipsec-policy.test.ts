import { plainOf } from '@scanclash/core';
import { expect, test } from 'vitest';
import { evidenceOf, lines, told } from '../../test/told-evidence.ts';
import { IPSEC_QUESTIONS, ipsecPolicyAssigned } from './ipsec-policy.ts';

const LONG = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Microsoft\\Windows';
const POLICY = 'ipsecPolicy{D239C599-F945-47A3-A4E3-B37BC12826B9}';
const LOCAL = `${LONG}\\IPSec\\Policy\\Local`;
const refused = undefined;

/** What a German Windows Server 2003 lists of the four keys, in the order of the questions; `refused`: it exits with 1. */
const assigned = (above: string, ipsec: string, local: string | undefined, domain: string | undefined) =>
  ipsecPolicyAssigned(
    evidenceOf(
      ...[above, ipsec, local, domain].flatMap((output, i) => {
        const question = IPSEC_QUESTIONS[i];
        if (question === undefined) return [];
        return [output === undefined ? told(question, '', 1, 'Fehler: Zugriff verweigert') : told(question, output)];
      }),
    ),
  );

const VERSION = ['', '! REG.EXE VERSION 3.0', ''];
const WINDOWS = lines(...VERSION, LONG, '', `${LONG}\\IPSec`, `${LONG}\\Safer`);
const LOCAL_ONLY = lines(...VERSION, `${LONG}\\IPSec`, '', `${LONG}\\IPSec\\Policy`);
const WITH_DOMAIN = lines(...VERSION, `${LONG}\\IPSec`, '', `${LONG}\\IPSec\\GPTIPSECPolicy`, `${LONG}\\IPSec\\Policy`);
const NONE = lines(...VERSION, LOCAL, '', `${LOCAL}\\${POLICY}`);
const ACTIVE = lines(
  ...VERSION,
  LOCAL,
  `    ActivePolicy\tREG_SZ\tSOFTWARE\\Policies\\Microsoft\\Windows\\IPSec\\Policy\\Local\\${POLICY}`,
);
const OF_GROUP = lines(
  ...VERSION,
  `${LONG}\\IPSec\\GPTIPSECPolicy`,
  '    DSIPSECPolicyName\tREG_SZ\tServer (Sicherheit erforderlich)',
  `    DSIPSECPolicyPath\tREG_SZ\tLDAP://CN=${POLICY},CN=IP Security,CN=System,DC=example,DC=test`,
);

test('policies that are there and assigned to nobody are no assigned policy', () => {
  expect(plainOf(assigned(WINDOWS, LOCAL_ONLY, NONE, refused))).toBe(false);
});

test('a local policy that is active is assigned, whatever may not be read beside it', () => {
  for (const domain of [refused, OF_GROUP])
    expect(assigned(WINDOWS, WITH_DOMAIN, ACTIVE, domain)).toMatchObject({
      value: true,
      origin: { question: IPSEC_QUESTIONS[2] },
    });
});

test('so is a policy of the domain', () => {
  expect(assigned(WINDOWS, WITH_DOMAIN, NONE, OF_GROUP)).toMatchObject({
    value: true,
    origin: { question: IPSEC_QUESTIONS[3] },
  });
});

test('a Windows without the key has no policy', () => {
  const without = lines(...VERSION, LONG, '', `${LONG}\\Safer`);
  expect(plainOf(assigned(without, refused as never, refused, refused))).toBe(false);
});

test('what may not be read is unknown, and never "none"', () => {
  const unread = { kind: 'unreadable', reason: 'exit code 1' };
  expect(assigned(WINDOWS, WITH_DOMAIN, NONE, refused)).toEqual({ ...unread, question: IPSEC_QUESTIONS[3] });
  expect(assigned(WINDOWS, LOCAL_ONLY, refused, refused)).toEqual({ ...unread, question: IPSEC_QUESTIONS[2] });
  expect(ipsecPolicyAssigned(evidenceOf())).toMatchObject({ kind: 'unreadable', reason: 'not asked' });
});

test('no question could show what lies below the keys', () => {
  expect(IPSEC_QUESTIONS.map(({ id }) => id)).toEqual(IPSEC_QUESTIONS.map(() => 'registry-subkeys'));
});
