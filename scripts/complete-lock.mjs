/**
 * Completes package-lock.json; to be run after every `npm install` that changes it:
 *
 *     npm run lock:complete                   adds the platform packages that npm left out
 *     npm run lock:complete -- --integrity    asks the registry for the hashes that are missing, too
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { completeLock, missingOptionalPackages } from './lock-file.mjs';

const file = new URL('../package-lock.json', import.meta.url);
/** @type {import('./lock-file.mjs').LockFile} */
const before = JSON.parse(readFileSync(file, 'utf8'));
const lock = completeLock(before);

for (const { name, version } of missingOptionalPackages(before)) console.log(`added ${name}@${version}`);
if (process.argv.includes('--integrity')) addHashes();
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);

function addHashes() {
  for (const [path, entry] of Object.entries(lock.packages)) {
    if (entry.optional !== true || entry.integrity !== undefined || entry.version === undefined) continue;
    const wanted = `${path.replace(/^.*node_modules\//, '')}@${entry.version}`;
    const integrity = hashOf(wanted);
    console.log(integrity === undefined ? `${wanted}: not in this registry` : `${wanted}: ${integrity}`);
    if (integrity !== undefined) entry.integrity = integrity;
  }
}

/**
 * @param {string} wanted `name@version`
 * @returns {string | undefined} undefined: the registry does not have it
 */
function hashOf(wanted) {
  try {
    const answer = execFileSync('npm', ['view', wanted, 'dist.integrity', '--json'], {
      stdio: ['ignore', 'pipe', 'ignore'],
      shell: process.platform === 'win32',
    });
    return JSON.parse(answer.toString('utf8') || 'null') ?? undefined;
  } catch {
    return undefined;
  }
}
