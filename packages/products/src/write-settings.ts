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
    const fitting = setting.schema.safeParse(value);
    if (!fitting.success)
      throw new ScanclashError('SC-SCEN-003', `${namespace}.${path}: ${misfits(setting.schema, value)}`);
    setting.write(registry, fitting.data, context);
  }
}
