import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

/** Root of the repository, absolute. */
export const repositoryRoot = resolve(dirname(fileURLToPath(import.meta.url)), '..');

const resolveFromRoot = createRequire(new URL('../package.json', import.meta.url)).resolve;

/**
 * Path of an installed package's command, started with `node` on every platform (`npx` and `.cmd` shims need a shell).
 *
 * @param {string} packageName
 * @param {string} binary path of the script inside the package
 */
export function commandOf(packageName, binary) {
  return resolve(dirname(resolveFromRoot(`${packageName}/package.json`)), binary);
}

/**
 * Runs a Node script in the root of the repository, its standard input closed.
 *
 * @param {string} script absolute path
 * @param {readonly string[]} parameters
 * @param {{ quiet: boolean, env?: Readonly<Record<string, string>>, within?: readonly string[] }} options quiet: collect the
 *   output instead of showing it; within: a command that runs the one behind it
 * @returns {Promise<{ status: number, output: string }>} status: 1 where a signal ended the script; output: empty unless quiet
 */
export function runNode(script, parameters, { quiet, env = {}, within = [] }) {
  return new Promise((settle, fail) => {
    const [command = process.execPath, ...words] = [...within, process.execPath, script, ...parameters];
    const child = spawn(command, words, {
      cwd: repositoryRoot,
      env: { ...process.env, ...env },
      stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
    });
    let output = '';
    /** @param {Buffer} chunk */
    const collect = (chunk) => {
      output += chunk.toString('utf8');
    };
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    child.on('error', fail);
    child.on('close', (code) => settle({ status: code ?? 1, output }));
  });
}

/**
 * @param {readonly string[]} parameters
 * @param {{ quiet: boolean }} options
 */
export function runTurbo(parameters, options) {
  return runNode(commandOf('turbo', 'bin/turbo'), parameters, {
    ...options,
    env: {
      TURBO_TELEMETRY_DISABLED: '1',
      DO_NOT_TRACK: '1',
      // Part of the hash of every check: a result cached on one release of Node is not shown on another.
      NODE_RELEASE: process.version,
    },
  });
}
