/**
 * The lock file names every optional package of every platform.
 *
 * npm drops an optional package from the lock when the registry at hand does not have it (a mirror that keeps one
 * platform only), and says nothing. The next `npm ci`, there or elsewhere, then fails with `Missing: ... from lock file`,
 * or leaves a tool without its binary on the other platform (npm/cli issues 4828 and 8320).
 */

/**
 * One entry under `packages` of a lock file, as far as it is used here.
 *
 * @typedef {{
 *   version?: string, resolved?: string, integrity?: string, link?: boolean, license?: string,
 *   dev?: boolean, optional?: boolean, hasInstallScript?: boolean,
 *   os?: string[], cpu?: string[], libc?: string[], engines?: Record<string, string>,
 *   optionalDependencies?: Record<string, string>,
 * }} LockedPackage
 */

/** @typedef {{ packages: Record<string, LockedPackage> }} LockFile */

/** @typedef {{ name: string, version: string, wantedBy: string }} MissingPackage wantedBy: path of the entry that lists it */

const SYSTEMS = new Map(
  Object.entries({
    aix: 'aix',
    android: 'android',
    darwin: 'darwin',
    freebsd: 'freebsd',
    linux: 'linux',
    openharmony: 'openharmony',
    win32: 'win32',
    windows: 'win32',
  }),
);

const PROCESSORS = new Map(
  Object.entries({
    64: 'x64',
    arm: 'arm',
    arm64: 'arm64',
    ia32: 'ia32',
    loong64: 'loong64',
    ppc64: 'ppc64',
    riscv64: 'riscv64',
    s390x: 's390x',
    x64: 'x64',
  }),
);

const C_LIBRARIES = new Map(Object.entries({ gnu: 'glibc', gnueabihf: 'glibc', musl: 'musl', musleabihf: 'musl' }));

/**
 * Optional dependencies that a locked package lists and the lock file does not hold.
 *
 * @param {LockFile} lock
 * @returns {MissingPackage[]} each name once
 */
export function missingOptionalPackages(lock) {
  /** @type {Map<string, MissingPackage>} */
  const missing = new Map();
  for (const [path, entry] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (!isLocked(lock, path, name)) missing.set(name, { name, version, wantedBy: path });
    }
  }
  return [...missing.values()];
}

/**
 * Adds what {@link missingOptionalPackages} found, without a hash: who has the package may add that later.
 *
 * @param {LockFile} lock
 * @returns {LockFile} keys in npm's own order, so that the next `npm install` changes no line
 * @throws where a version is a range or a name tells no platform: such an entry has to come from a registry
 */
export function completeLock(lock) {
  const packages = { ...lock.packages };
  for (const missing of missingOptionalPackages(lock)) {
    packages[`node_modules/${missing.name}`] = platformEntry(lock, missing);
  }
  const ordered = Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
  return { ...lock, packages: Object.fromEntries(ordered) };
}

/**
 * Packages that run a script when they are installed, by name.
 *
 * @param {LockFile} lock
 */
export function packagesWithInstallScript(lock) {
  return Object.entries(lock.packages)
    .filter(([, entry]) => entry.hasInstallScript === true)
    .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length));
}

/**
 * Node looks for a package beside the one that asks, then further and further up.
 *
 * @param {LockFile} lock
 * @param {string} path
 * @param {string} name
 */
function isLocked(lock, path, name) {
  for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (lock.packages[folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`] !== undefined)
      return true;
    if (folder === '') return false;
  }
}

/**
 * @param {LockFile} lock
 * @param {MissingPackage} missing
 * @returns {LockedPackage}
 */
function platformEntry(lock, { name, version, wantedBy }) {
  if (!/^\d+\.\d+\.\d+/.test(version)) {
    throw new Error(`${wantedBy} wants ${name}@${version}: only an exact version can be locked without the registry`);
  }
  const words = name.slice(name.indexOf('/') + 1).split('-');
  const [system, processor, library] = [SYSTEMS, PROCESSORS, C_LIBRARIES].map((table) =>
    words.map((word) => table.get(word)).find((known) => known !== undefined),
  );
  if (system === undefined || processor === undefined) {
    throw new Error(`${wantedBy} wants ${name}@${version}: no platform in its name; add its lock entry by hand`);
  }
  const owner = lock.packages[wantedBy];
  const sibling = Object.keys(owner?.optionalDependencies ?? {})
    .map((other) => lock.packages[`node_modules/${other}`])
    .find((other) => other?.version === version && other.integrity !== undefined);
  const license = sibling?.license ?? owner?.license;
  const engines = sibling?.engines;
  return {
    version,
    cpu: [processor],
    ...(owner?.dev === true ? { dev: true } : {}),
    ...(library === undefined ? {} : { libc: [library] }),
    ...(license === undefined ? {} : { license }),
    optional: true,
    os: [system],
    ...(engines === undefined ? {} : { engines }),
  };
}
