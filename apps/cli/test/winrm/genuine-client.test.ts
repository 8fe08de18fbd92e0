import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { closeAll, PASSWORD, served, USER } from './served-winrm.ts';

/** Packages of Debian are found by Debian's own. */
const PYTHON = '/usr/bin/python3';
const hasPywinrm = spawnSync(PYTHON, ['-c', 'import winrm, requests_ntlm']).status === 0;

const PROGRAM = `
import sys, winrm
_, url, transport, user, password = sys.argv
p = winrm.Protocol(endpoint=url, transport=transport, username=user, password=password, server_cert_validation="ignore")
s = p.open_shell()
for line in ["hostname", "type C:\\\\nope.txt"]:
    c = p.run_command(s, line)
    out, err, code = p.get_command_output(s, c)
    p.cleanup_command(s, c)
    print(out, code)
p.close_shell(s)
`;

afterAll(closeAll);

const run = (...words: readonly string[]) =>
  promisify(execFile)(PYTHON, ['-W', 'ignore', '-c', PROGRAM, ...words], { timeout: 30_000, env: {} });

test.for([
  { transport: 'basic', user: USER, domain: undefined },
  { transport: 'ntlm', user: USER, domain: undefined },
  { transport: 'ntlm', user: `CORP\\${USER}`, domain: 'CORP' },
])(
  'a client that others wrote (python3-winrm, by $transport as $user) is answered by the emulation',
  async ({ transport, user, domain }, { skip }) => {
    if (!hasPywinrm) return skip('python3-winrm is not here: apt-get install python3-winrm');
    // Its login by NTLM is bound to the certificate, and carries a code over all messages: the emulation checks both.
    const { url } = await served({ domain, offers: ['Negotiate', 'Basic'], channelBinding: 'strict' });
    expect((await run(url, transport, user, PASSWORD)).stdout).toBe("b'MAIL01\\r\\n' 0\nb'' 1\n");
  },
);

test('its login by NTLM with a wrong password is refused', async ({ skip }) => {
  if (!hasPywinrm) return skip('python3-winrm is not here: apt-get install python3-winrm');
  const { url } = await served();
  await expect(run(url, 'ntlm', USER, 'wrong')).rejects.toThrow('the specified credentials were rejected');
});
