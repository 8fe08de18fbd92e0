import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, expect, test } from 'vitest';
import { bindingOfHash } from './channel-binding.ts';
import { authenticateMessage, NtlmTrouble, negotiateMessage } from './ntlm-messages.ts';

/** Packages of Debian are found by Debian's own. */
const PYTHON = '/usr/bin/python3';
const LOGIN = { user: 'CORP\\User', password: 'Planted-Secret-7' };

/** The server's side by gss-ntlmssp: a message of ours on each line, its answer on a line. */
const ACCEPTOR = `
import base64, sys, gssapi
from gssapi.raw import ChannelBindings
ntlm = gssapi.OID.from_int_seq("1.3.6.1.4.1.311.2.2.10")
bindings = ChannelBindings(application_data=b"tls-server-end-point:" + bytes.fromhex(sys.argv[1]))
credentials = gssapi.Credentials(usage="accept", mechs=[ntlm])
context = gssapi.SecurityContext(creds=credentials, usage="accept", channel_bindings=bindings)
for line in sys.stdin:
    try:
        answer = context.step(base64.b64decode(line))
    except Exception as error:
        print("refused", type(error).__name__, flush=True)
        break
    print("accepted" if context.complete else base64.b64encode(answer).decode(), flush=True)
`;
const HASH = Buffer.alloc(32, 7);

const folder = mkdtempSync(join(tmpdir(), 'scanclash-ntlm-'));
const running: ChildProcess[] = [];
afterAll(() => {
  for (const process of running) process.kill();
  rmSync(folder, { recursive: true });
});

async function judged(login: typeof LOGIN, binding: Buffer | undefined): Promise<string | undefined> {
  const accounts = join(folder, 'accounts');
  writeFileSync(accounts, 'CORP:User:Planted-Secret-7\n');
  const acceptor = spawn(PYTHON, ['-c', ACCEPTOR, HASH.toString('hex')], { env: { NTLM_USER_FILE: accounts } });
  running.push(acceptor);
  const lines = createInterface(acceptor.stdout)[Symbol.asyncIterator]();
  const say = async (message: string): Promise<string> => {
    acceptor.stdin.write(`${message}\n`);
    return String((await lines.next()).value);
  };
  return say(authenticateMessage(await say(negotiateMessage()), login, binding));
}

test('gss-ntlmssp, which others wrote, takes our login, and binds it to the TLS connection', async ({ skip }) => {
  if (spawnSync(PYTHON, ['-c', 'import gssapi']).status !== 0 || !existsSync('/etc/gss/mech.d/mech.ntlmssp.conf')) {
    return skip('gss-ntlmssp is not here: apt-get install python3-gssapi gss-ntlmssp');
  }
  expect(await judged(LOGIN, bindingOfHash(HASH))).toBe('accepted');
  expect(await judged(LOGIN, bindingOfHash(Buffer.alloc(32, 8)))).toMatch(/^refused/);
  expect(await judged({ ...LOGIN, password: 'Planted-Secret-8' }, bindingOfHash(HASH))).toMatch(/^refused/);
});

/** @source MS-NLMP 4.2.4.3: the challenge of the example. */
const CHALLENGE = Buffer.from(
  [
    '4e544c4d53535000020000000c000c0038000000',
    '33828ae20123456789abcdef0000000000000000',
    '2400240044000000060070170000000f',
    '530065007200760065007200',
    '02000c0044006f006d00610069006e00',
    '01000c00530065007200760065007200',
    '00000000',
  ].join(''),
  'hex',
);

/** The parts of a last message. @source MS-NLMP 2.2.1.3 */
function partsOf(message: string) {
  const bytes = Buffer.from(message, 'base64');
  const part = (at: number) =>
    bytes.subarray(bytes.readUInt32LE(at + 4), bytes.readUInt32LE(at + 4) + bytes.readUInt16LE(at));
  return { lm: part(12), nt: part(20), domain: part(28).toString('utf16le'), user: part(36).toString('utf16le') };
}
const answer = (challenge: Buffer, user = 'User', binding?: Buffer) =>
  partsOf(authenticateMessage(challenge.toString('base64'), { user, password: 'Password' }, binding));

test('the response is one of NTLMv2: proof, blob and target information of the challenge', () => {
  const { nt } = answer(CHALLENGE);
  expect(nt.subarray(16, 24).toString('hex')).toBe('0101000000000000');
  expect(nt.includes(CHALLENGE.subarray(0x44))).toBe(true);
});

test('a binding to the TLS connection is the last pair of the target information', () => {
  const binding = bindingOfHash(HASH);
  const pair = Buffer.concat([Buffer.from('0a001000', 'hex'), binding, Buffer.alloc(4)]);
  expect(answer(CHALLENGE, 'User', binding).nt.includes(pair)).toBe(true);
});

test.each([
  ['User', '', 'User'],
  ['corp\\User', 'CORP', 'User'],
  ['.\\User', '', 'User'],
  ['User@corp.example', '', 'User@corp.example'],
])('%s is sent as domain "%s" and user %s', (word, domain, user) => {
  expect(answer(CHALLENGE, word)).toMatchObject({ domain, user });
});

const flagged = (flags: number) => {
  const challenge = Buffer.from(CHALLENGE);
  challenge.writeUInt32LE(flags >>> 0, 20);
  return challenge;
};

test.each([
  ['no extended session security', flagged(0xe2828233 & ~0x80000)],
  ['no target information', flagged(0xe28a8233 & ~0x800000)],
  ['no Unicode', flagged(0xe28a8233 & ~1)],
])('a challenge with %s, which would be answered by NTLMv1, is not answered', (_, challenge) => {
  expect(() => answer(challenge)).toThrow(new NtlmTrouble('the host wants NTLMv1, which gives the password away'));
});

test.each([
  ['nothing', Buffer.alloc(0)],
  ['a first message', Buffer.from(negotiateMessage(), 'base64')],
  ['a cut one', CHALLENGE.subarray(0, 30)],
  ['one whose target information ends too early', Buffer.concat([CHALLENGE.subarray(0, 0x4a)])],
])('%s is no challenge', (_, challenge) => {
  expect(() => answer(challenge, 'User', bindingOfHash(HASH))).toThrow(NtlmTrouble);
});

test('a domain that the library would change is refused, with another way to write it', () => {
  expect(() => answer(CHALLENGE, 'MÜLLER\\User')).toThrow('write user@domain');
});
