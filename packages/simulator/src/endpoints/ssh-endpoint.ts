import { createHash, generateKeyPairSync, timingSafeEqual } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import ssh2, { type AuthContext, type Connection, type ServerChannel, type Session } from 'ssh2';
import { runCommand } from '../windows/console/console.ts';
import { bytesOf, type ConsoleOutput, fails, lines } from '../windows/console/console-program.ts';
import type { SimulatedHost } from '../windows/simulated-host.ts';
import { serveFiles } from './ssh-files.ts';
import { readByCmd, type ServedShell, takenBy } from './ssh-shells.ts';

export interface SshEndpointOptions {
  /** Who may log in; nobody else. */
  readonly user: string;
  readonly password: string;
  /** The private key of the host, as made by {@link makeHostKey}; one of its own where it is left out. */
  readonly hostKey?: string;
  readonly shell?: ServedShell;
  /** Any free one where it is left out. */
  readonly port?: number;
}

/** A simulated host that can be reached over ssh on loopback. */
export interface SshEndpoint {
  readonly port: number;
  /** `SHA256:…`, as OpenSSH shows it. */
  readonly fingerprint: string;
  /** Connections that are open. */
  readonly connections: () => number;
  /** Every command line that was run, as it came in. */
  readonly commands: readonly string[];
  readonly close: () => Promise<void>;
}

/** How long a command may take that waits for something, in µs of the world. */
const PATIENCE = 600_000_000;

/** ECDSA, because the Ed25519 keys that ssh2 makes are now and then such as it cannot read. */
export function makeHostKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return privateKey.export({ type: 'sec1', format: 'pem' }).toString();
}

/**
 * Serves one host, or `host()`, which is called for each connection: what was played is forgotten when its last
 * connection is closed. Command lines are run by its console; a world stands still but for commands that wait.
 */
export async function serveSsh(
  host: SimulatedHost | (() => SimulatedHost),
  options: SshEndpointOptions,
): Promise<SshEndpoint> {
  const hostKey = options.hostKey ?? makeHostKey();
  const open = new Set<Connection>();
  const commands: string[] = [];
  const server = new ssh2.Server({ hostKeys: [hostKey] }, (connection) => {
    open.add(connection);
    // Else each small packet waits for the acknowledgement of the one before it.
    (connection as unknown as { setNoDelay: (on: boolean) => void }).setNoDelay(true);
    let served: SimulatedHost | undefined;
    const theHost = () => (served ??= typeof host === 'function' ? host() : host);
    connection
      .on('authentication', (context) => (letsIn(context, options) ? context.accept() : context.reject(['password'])))
      .on('session', (accept) => serveSession(accept(), theHost, options.shell ?? 'cmd', commands))
      .on('close', () => open.delete(connection))
      // A client that hangs up in the middle is no news.
      .on('error', () => open.delete(connection));
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    fingerprint: fingerprintOf(hostKey),
    connections: () => open.size,
    commands,
    close: () =>
      new Promise((resolve) => {
        for (const connection of open) connection.end();
        server.close(() => resolve());
      }),
  };
}

function letsIn(context: AuthContext, { user, password }: SshEndpointOptions): boolean {
  return context.method === 'password' && same(context.username, user) && same(context.password, password);
}

function same(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

function fingerprintOf(hostKey: string): string {
  const parsed = ssh2.utils.parseKey(hostKey);
  if (parsed instanceof Error) throw parsed;
  return `SHA256:${createHash('sha256').update(parsed.getPublicSSH()).digest('base64').replace(/=+$/, '')}`;
}

function serveSession(session: Session, host: () => SimulatedHost, shell: ServedShell, commands: string[]): void {
  session
    .on('exec', (accept, _, { command }) => {
      commands.push(command);
      const channel = accept();
      runIn(host(), shell, command, (output) => answer(channel, output));
    })
    .on('sftp', (accept) => serveFiles(host(), accept()))
    .on('shell', (accept) =>
      answer(accept(), fails(lines('scanclash: a console that is typed into is not played; run a command instead'))),
    );
}

function answer(channel: ServerChannel, { exitCode, stdout, stderr }: ConsoleOutput): void {
  channel.stderr.write(bytesOf(stderr));
  channel.write(bytesOf(stdout));
  channel.exit(exitCode);
  channel.end();
}

function runIn(host: SimulatedHost, shell: ServedShell, command: string, done: (output: ConsoleOutput) => void): void {
  const does = takenBy(shell, command);
  if (does.kind === 'answers') return done(does.output);
  let output: ConsoleOutput | undefined;
  runCommand(host, readByCmd(does.line, does.environment), (answered) => {
    output = answered;
  });
  const { world } = host;
  const until = world.now + PATIENCE;
  const isWaiting = () => output === undefined;
  while (isWaiting() && world.now < until && world.runSteps(1) > 0);
  done(output ?? fails(lines('scanclash: the command is still waiting for something')));
}
