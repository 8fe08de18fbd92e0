import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeAtEnd, tls } from './served-winrm.ts';

const APACHE = '/usr/sbin/apache2';
const MODULES = '/usr/lib/apache2/modules';
const NTLM = '/etc/gss/mech.d';

/** A web server that logs in by GSSAPI, and NTLM for it, neither of which we have written. */
export const hasApache = [APACHE, `${MODULES}/mod_auth_gssapi.so`, NTLM].every((file) => existsSync(file));

export const INSTALL_APACHE = 'apt-get install apache2-bin libapache2-mod-auth-gssapi gss-ntlmssp';

/**
 * Puts Apache in front of a service: whoever wants in there logs in by NTLM at Apache, which checks it with gss-ntlmssp.
 *
 * @param accounts - `DOMAIN:user:password`, one a line.
 * @returns The address to ask.
 */
export async function apacheBefore(
  service: { readonly port: number; readonly authorization: string },
  accounts: string,
): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'scanclash-apache-'));
  // Started by root, it answers as another user, who reads the accounts.
  chmodSync(folder, 0o711);
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const port = await freePort();
  const modules = [
    'mpm_event',
    'ssl',
    'authn_core',
    'authz_core',
    'authz_user',
    'auth_gssapi',
    'proxy',
    'proxy_http',
    'headers',
  ];
  const configuration = file(
    'httpd.conf',
    `ServerRoot ${folder}
ServerName 127.0.0.1
PidFile ${folder}/httpd.pid
Listen 127.0.0.1:${port}
ErrorLog ${folder}/error.log
User nobody
Group nogroup
${modules.map((name) => `LoadModule ${name}_module ${MODULES}/mod_${name}.so`).join('\n')}
SSLEngine on
SSLCertificateFile ${file('cert.pem', tls.certificate)}
SSLCertificateKeyFile ${file('key.pem', tls.key)}
<Location /wsman>
  AuthType GSSAPI
  AuthName WSMAN
  GssapiAllowedMech ntlmssp
  GssapiConnectionBound On
  Require valid-user
  RequestHeader set Authorization "${service.authorization}"
  ProxyPass http://127.0.0.1:${service.port}/wsman
</Location>
`,
  );
  const users = file('users', accounts);
  const server = spawn(APACHE, ['-f', configuration, '-X'], { env: { NTLM_USER_FILE: users }, stdio: 'ignore' });
  closeAtEnd(async () => {
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  });
  for (let attempt = 0; attempt < 100; attempt++) {
    if (existsSync(join(folder, 'httpd.pid'))) return `https://127.0.0.1:${port}/wsman`;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Apache did not start: ${readFileSync(join(folder, 'error.log'), 'utf8')}`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}
