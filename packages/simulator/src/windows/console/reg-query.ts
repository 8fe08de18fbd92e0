import { foldName, type RegistryValue } from '@scanclash/core';
import type { SimulatedHost } from '../simulated-host.ts';
import { type ConsoleOutput, lines, notModelled, prints } from './console-program.ts';
import { type RegDialect, regDialect, shownKey } from './reg-dialect.ts';
import { regOptions } from './reg-options.ts';
import { valueLine } from './reg-values.ts';
import { regKey } from './reg-view.ts';

const searches = ['/f', '/k', '/d', '/c', '/e', '/t', '/z', '/se'];

/** `reg query KEY [/v NAME | /ve] [/s] [/reg:32 | /reg:64]`. Searches (`/f` and its company) are not played. */
export function regQuery(host: SimulatedHost, args: readonly string[]): ConsoleOutput {
  const dialect = regDialect(host);
  const options = regOptions(args, { flags: ['/ve', '/s'], valued: ['/v'] });
  if (args.some((word) => searches.includes(word.toLowerCase()))) return notModelled(`reg query ${args.join(' ')}`);
  const [typed, ...more] = options?.words ?? [];
  if (options === undefined || typed === undefined || more.length > 0) return dialect.invalidSyntax('query');
  if (options.given.has('/reg') && !dialect.takesView) return dialect.invalidSyntax('query');
  const key = regKey(host, typed, options);
  if (key === undefined) return dialect.invalidKey('query');
  if (host.registry.values(key.key).kind !== 'known') return dialect.notFound();
  const tree = new KeyListing(host, key.key, shownKey(typed), dialect);
  const name = options.given.has('/ve') ? '' : options.given.get('/v');
  const isDeep = options.given.has('/s');
  if (name === undefined) return isDeep ? tree.everything() : tree.oneKey();
  return isDeep ? tree.valueEverywhere(name) : tree.oneValue(name);
}

/** The keys below one key as reg.exe goes through them: subkeys by their upcased names, values as they were made. */
class KeyListing {
  readonly #host: SimulatedHost;
  readonly #key: string;
  readonly #shown: string;
  readonly #dialect: RegDialect;

  constructor(host: SimulatedHost, key: string, shown: string, dialect: RegDialect) {
    this.#host = host;
    this.#key = key;
    this.#shown = shown;
    this.#dialect = dialect;
  }

  /** The values of the key, then its subkeys, each as a full path. */
  oneKey(): ConsoleOutput {
    const values = this.#values(this.#key);
    const block = values.length > 0 || this.#dialect.banner.length > 0 ? [this.#shown, ...values, ''] : [];
    return this.#print([...block, ...this.#subkeys(this.#key).map((name) => `${this.#shown}\\${name}`)]);
  }

  everything(): ConsoleOutput {
    const printed: string[] = [];
    this.#walk(this.#key, this.#shown, (key, shown) => {
      const values = this.#values(key);
      // The key itself is shown for its values only, those below it in any case: so does Wine.
      if (values.length > 0 || key !== this.#key || this.#dialect.banner.length > 0) printed.push(shown, ...values, '');
    });
    return this.#print(printed);
  }

  oneValue(name: string): ConsoleOutput {
    const line = this.#value(this.#key, name, true);
    return line === undefined ? this.#dialect.notFound() : this.#print([this.#shown, line, '']);
  }

  valueEverywhere(name: string): ConsoleOutput {
    const printed: string[] = [];
    let found = 0;
    this.#walk(this.#key, this.#shown, (key, shown) => {
      const line = this.#value(key, name, false);
      if (line === undefined) return;
      found += 1;
      printed.push(shown, line, '');
    });
    if (this.#dialect.banner.length > 0) return found === 0 ? this.#dialect.notFound() : this.#print(printed);
    const { stdout } = this.#print([...printed, `End of search: ${found} match(es) found.`]);
    return prints(stdout, found === 0 ? 1 : 0);
  }

  #print(printed: readonly string[]): ConsoleOutput {
    return prints(lines('', ...this.#dialect.banner, ...printed));
  }

  /** @param showsUnset - A default value that is not set has a line of its own. */
  #value(key: string, name: string, showsUnset: boolean): string | undefined {
    for (const [written, value] of this.#valuesOf(key)) {
      if (foldName(written) === foldName(name)) return valueLine(this.#dialect, written, value);
    }
    const { defaultName, separator, unsetDefault } = this.#dialect;
    return name === '' && showsUnset ? `    ${[defaultName, 'REG_SZ', unsetDefault].join(separator)}` : undefined;
  }

  #values(key: string): readonly string[] {
    return this.#valuesOf(key).map(([name, value]) => valueLine(this.#dialect, name, value));
  }

  #valuesOf(key: string): readonly (readonly [string, RegistryValue])[] {
    const values = this.#host.registry.values(key);
    return values.kind === 'known' ? [...values.value] : [];
  }

  #subkeys(key: string): readonly string[] {
    const subkeys = this.#host.registry.subkeys(key);
    if (subkeys.kind !== 'known') return [];
    return subkeys.value.toSorted((a, b) => (foldName(a) < foldName(b) ? -1 : 1));
  }

  #walk(key: string, shown: string, visit: (key: string, shown: string) => void): void {
    visit(key, shown);
    for (const name of this.#subkeys(key)) this.#walk(`${key}\\${name}`, `${shown}\\${name}`, visit);
  }
}
