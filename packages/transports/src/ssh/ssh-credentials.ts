import ssh2, { type AnyAuthMethod, type KeyboardInteractiveCallback, type Prompt } from 'ssh2';

/** With what one logs in; never shown, never part of a report. */
export interface SshCredentials {
  /** Socket of an agent. */
  readonly agent?: string | undefined;
  readonly keys: readonly PrivateKey[];
  /** For the host itself; a jump host is never given it. */
  readonly password?: string | undefined;
}

export interface PrivateKey {
  readonly file: string;
  readonly pem: Buffer;
  readonly passphrase?: string | undefined;
}

/** The ways to log in, in the order of trying, with what people call them. */
export function waysToLogIn(
  { agent, keys, password }: SshCredentials,
  username: string,
): readonly { readonly name: string; readonly method: AnyAuthMethod }[] {
  return [
    ...(agent === undefined ? [] : [{ name: 'agent', method: { type: 'agent', username, agent } as const }]),
    ...keys.map(({ file, pem, passphrase }) => ({
      name: `key ${file}`,
      method: {
        type: 'publickey',
        username,
        key: pem,
        ...(passphrase === undefined ? {} : { passphrase }),
      } as const,
    })),
    ...(password === undefined
      ? []
      : [
          { name: 'password', method: { type: 'password', username, password } as const },
          {
            name: 'keyboard-interactive',
            method: {
              type: 'keyboard-interactive',
              username,
              // One hidden answer is a password. Whatever else a host wants to know it is not told.
              prompt: (
                _name: string,
                _instructions: string,
                _language: string,
                prompts: Prompt[],
                finish: KeyboardInteractiveCallback,
              ) => finish(prompts.map(({ echo }) => (prompts.length === 1 && echo !== true ? password : ''))),
            } as const,
          },
        ]),
  ];
}

/** Whether a key can be used as it is, or what is wrong with it. */
export function stateOfKey(pem: Buffer, passphrase: string | undefined): string {
  const parsed = ssh2.utils.parseKey(pem, passphrase);
  if (!(parsed instanceof Error)) return 'readable';
  return /encrypt|passphrase|decrypt|integrity/i.test(parsed.message) ? 'encrypted' : 'it is no private key';
}
