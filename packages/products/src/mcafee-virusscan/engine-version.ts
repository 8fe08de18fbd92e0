import {
  absent,
  asDword,
  asText,
  type Fact,
  type HostEvidence,
  type HostRequest,
  known,
  parseWmicValue,
  type RegistryReader,
  unreadable,
} from '@scanclash/core';
import { engineKey, isNetworkAssociates, type VirusscanContext } from './context.ts';
import { datDirectory } from './settings.ts';

const ENGINE_FILE = 'mcscan32.dll';

export const engineFile = (folder: string): HostRequest & { id: 'file-version' } => ({
  id: 'file-version',
  path: `${folder.replace(/\\+$/, '')}\\${ENGINE_FILE}`,
});

/** Pairs of values that 8.5i and later register the engine by: of all, of 32-bit and of 64-bit. @source Tenable 12107 */
const NUMBERS = ['EngineVersion', 'EngineVersion32', 'EngineVersion64'];

/** The version of the engine as it is registered: `5400.1158`, up to 8.0i `4.4.00`; undefined where none is. */
function registeredEngine(registry: RegistryReader, context: VirusscanContext): string | undefined {
  const key = engineKey(context);
  const stored = (value: string) => {
    const reading = registry.value(key, value);
    return reading.kind === 'known' ? reading.value : undefined;
  };
  if (isNetworkAssociates(context.version)) {
    const text = stored('szEngineVer');
    return text === undefined ? undefined : asText(text);
  }
  for (const name of NUMBERS) {
    const [major, minor] = [stored(`${name}Major`), stored(`${name}Minor`)];
    if (major !== undefined && minor !== undefined) return `${asDword(major)}.${asDword(minor)}`;
  }
  return undefined;
}

/**
 * The engine as it is registered and as its file says, which Modus and VirusScan share (KB1258#6). File 5.400.0.1158 is engine
 * 5400.1158. @source Tenable 12107, which compares them so; for what is registered up to 8.0i it does not.
 */
export function engineVersion(
  evidence: HostEvidence,
  context: VirusscanContext,
): Readonly<Record<'engine.version' | 'engine.fileVersion' | 'engine.fileIsRegistered', Fact>> {
  const { registry } = evidence;
  const values = registry.values(engineKey(context));
  const asked = registry.lastQuestion as HostRequest;
  const registered = registeredEngine(registry, context);
  const file = fileVersion(evidence, context);
  const version =
    registered !== undefined
      ? known(registered, { kind: 'question', question: asked })
      : values.kind === 'unreadable'
        ? unreadable(values.reason, asked)
        : absent({ kind: 'question', question: asked });
  return {
    'engine.version': version,
    'engine.fileVersion': file,
    'engine.fileIsRegistered': isRegistered(version, file, context),
  };
}

function fileVersion(evidence: HostEvidence, context: VirusscanContext): Fact {
  const folder = datDirectory.read(evidence.registry, context);
  if (folder.kind !== 'known') {
    return unreadable(folder.kind === 'unreadable' ? folder.reason : 'no folder of the engine is registered');
  }
  const question = engineFile(folder.value);
  return evidence.fact(question, (text, origin) => {
    const read = parseWmicValue(text, 'Version');
    if (read.kind === 'known') return known(read.value, origin);
    return unreadable(read.kind === 'unreadable' ? read.reason : 'the file states no version', question);
  });
}

function isRegistered(version: Fact, file: Fact, context: VirusscanContext): Fact {
  if (file.kind !== 'known') return file;
  if (version.kind === 'unreadable') return version;
  if (version.kind !== 'known') return unreadable('no version of the engine is registered');
  if (isNetworkAssociates(context.version)) {
    return unreadable('how the versions of file and registration compare up to 8.0i is not public');
  }
  const [major, minor, , revision] = String(file.value).split('.');
  return known(`${major}${minor}.${revision}` === version.value, file.origin);
}
