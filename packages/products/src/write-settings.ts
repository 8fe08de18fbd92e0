import { type AnySetting, didYouMean, misfits, type Plain, type RegistryEditor, ScanclashError } from '@scanclash/core';

/** Stores settings, given by path below the namespace; an unknown one or a value that does not fit is an error. */
export function writeSettings(
  namespace: string,
  settings: readonly AnySetting[],
  registry: RegistryEditor,
  context: unknown,
  values: Readonly<Record<string, Plain>>,
): void {
  for (const [path, value] of Object.entries(values)) {
    const setting = settings.find((one) => one.path === path);
    if (setting === undefined) {
      const paths = settings.map((one) => one.path);
      throw new ScanclashError('SC-SCEN-002', `unknown setting "${namespace}.${path}"`, {
        hint: didYouMean(path, paths),
      });
    }
    const problem = misfits(setting.schema, value);
    if (problem !== undefined) throw new ScanclashError('SC-SCEN-003', `${namespace}.${path}: ${problem}`);
    setting.write(registry, setting.schema.parse(value), context);
  }
}
