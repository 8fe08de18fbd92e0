import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CheckReport } from '@scanclash/core';
import { SshTransport } from '@scanclash/transports';
import { GenericContainer, type StartedTestContainer, Wait } from 'testcontainers';
import { afterAll } from 'vitest';
import { scanclash } from '../../src/test/command-line.ts';
import { expectReport } from '../../src/test/schemas.ts';

/** The image of scripts/real-hosts.sh; undefined where there is no container engine. */
const IMAGE = process.env['SCANCLASH_HOSTS'];

/** Without an engine the suite is left out; in CI that has failed before. */
export const hasEngine = IMAGE !== undefined;

export const USER = 'winadm';
/** The same, with a POSIX shell in front of Windows. */
export const POSIX_USER = 'cygadm';
/** Planted: it may turn up nowhere. */
export const PASSWORD = 'Planted-Secret-5521';

const folder = mkdtempSync(join(tmpdir(), 'scanclash-hosts-'));
const ENVIRONMENT = { SCANCLASH_SSH_PASSWORD: PASSWORD, HOME: folder };
const started: ContainerHost[] = [];
afterAll(async () => {
  await Promise.all(started.map(({ container }) => container.stop({ timeout: 0 })));
  rmSync(folder, { recursive: true });
});

/** A host with genuine sshd, Wine, Samba tools and Postfix. */
export class ContainerHost {
  readonly container: StartedTestContainer;
  readonly address: string;
  readonly knownHosts: string;

  private constructor(container: StartedTestContainer, address: string, knownHosts: string) {
    this.container = container;
    this.address = address;
    this.knownHosts = knownHosts;
  }

  static async start(options: { readonly tmpFs?: Record<string, string> } = {}): Promise<ContainerHost> {
    const container = await new GenericContainer(IMAGE ?? '')
      .withAddedCapabilities('NET_ADMIN')
      .withTmpFs(options.tmpFs ?? {})
      .withWaitStrategy(Wait.forLogMessage(/Server listening on 0\.0\.0\.0/))
      .withStartupTimeout(120_000)
      .start();
    // Its own address, not a published port: that would answer for a host that is cut off.
    const address = container.getIpAddress('bridge');
    const { output } = await container.exec(['cat', '/etc/ssh/ssh_host_ed25519_key.pub']);
    const knownHosts = join(folder, `known_hosts-${address}`);
    writeFileSync(knownHosts, `${address} ${output}`);
    const host = new ContainerHost(container, address, knownHosts);
    started.push(host);
    await host.run(`printf '${USER}:${PASSWORD}\n${POSIX_USER}:${PASSWORD}\n' | chpasswd`);
    return host;
  }

  get target(): string {
    return `ssh://${USER}@${this.address}`;
  }

  /** Runs a shell command as root, behind the back of ssh. */
  async run(command: string): Promise<string> {
    const { output, exitCode } = await this.container.exec(['sh', '-c', command]);
    if (exitCode !== 0) throw new Error(`${command}: exit code ${exitCode}: ${output}`);
    return output;
  }

  /** Runs a command line of Windows, behind the back of ssh. */
  windows(command: string): Promise<string> {
    return this.run(`su ${USER} --shell /usr/local/bin/winsh --command '${command.replaceAll("'", String.raw`'\''`)}'`);
  }

  /** Puts a file there that everybody may read. */
  async put(path: string, content: Uint8Array): Promise<void> {
    await this.run(`mkdir -p "$(dirname '${path}')"`);
    await this.container.copyContentToContainer([{ content: Buffer.from(content), target: path, mode: 0o644 }]);
  }

  async get(path: string): Promise<Uint8Array> {
    return new Uint8Array(Buffer.from(await this.run(`base64 -w 0 '${path}'`), 'base64'));
  }

  /** A transport that knows the host by its key. */
  transport(name: string, user = USER): SshTransport {
    const policy = { kind: 'known-hosts', text: readFileSync(this.knownHosts, 'utf8'), files: 'known_hosts' } as const;
    const address = { user, host: this.address, port: 22 };
    return new SshTransport({
      host: name,
      route: [{ address, policy, credentials: { keys: [], password: PASSWORD } }],
    });
  }

  /** A folder that is there as long as the tests run. */
  get folder(): string {
    return folder;
  }

  get environment(): Readonly<Record<string, string>> {
    return ENVIRONMENT;
  }

  /** The command lines that sshd handed to the login shell. */
  async commandLog(): Promise<string[]> {
    return (await this.run('cat /var/log/winsh.log')).split('\n').filter((line) => line !== '');
  }

  check(words: readonly string[] = [], surroundings: Surroundings = {}): Promise<Checked> {
    return check([this.target, '--known-hosts', this.knownHosts, ...words], surroundings);
  }
}

interface Surroundings {
  readonly environment?: Readonly<Record<string, string>>;
}

export interface Checked extends CheckReport {
  readonly code: number;
  readonly ms: number;
  /** Everything that was put out. */
  readonly output: string;
}

/** Runs `scanclash check`, with the planted password in the environment. */
export async function check(words: readonly string[], { environment = {} }: Surroundings = {}): Promise<Checked> {
  const startedAt = performance.now();
  const { code, stdout, stderr } = await scanclash(['check', ...words, '--format', 'json'], {
    environment: { ...ENVIRONMENT, ...environment },
  });
  const ms = performance.now() - startedAt;
  const report = JSON.parse(stdout) as CheckReport;
  expectReport('check', report);
  return { ...report, code, ms, output: stdout + stderr };
}

/** Waits until something is so, looking often. */
export async function eventually(isSo: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 60_000;
  while (performance.now() < end) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('it did not come about within 60 s');
}
