/** How hosts are reached over ssh, as commander hands it over. */
export interface SshOptions {
  readonly identity?: readonly string[];
  readonly askPassword?: boolean;
  readonly passwordFd?: string | undefined;
  readonly jump?: string;
  readonly knownHosts?: readonly string[];
  readonly hostKey?: readonly string[];
  readonly insecureHostKey?: boolean;
  /** False with `--no-temp`. */
  readonly temp?: boolean;
  readonly limit?: readonly string[];
}

/** The options that were given, as they are written. Secrets are never among them. */
export function sshOptionWords(options: SshOptions): string[] {
  const { identity = [], knownHosts = [], hostKey = [], limit = [], jump, passwordFd } = options;
  const valued: readonly (readonly [string, readonly string[]])[] = [
    ['--identity', identity],
    ['--jump', jump === undefined ? [] : [jump]],
    ['--known-hosts', knownHosts],
    ['--host-key', hostKey],
    ['--limit', limit],
    ['--password-fd', passwordFd === undefined ? [] : [passwordFd]],
  ];
  return [
    ...valued.flatMap(([name, values]) => values.flatMap((value) => [name, value])),
    ...(options.askPassword === true ? ['--ask-password'] : []),
    ...(options.insecureHostKey === true ? ['--insecure-host-key'] : []),
    ...(options.temp === false ? ['--no-temp'] : []),
  ];
}
