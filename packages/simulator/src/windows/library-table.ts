import { foldPath } from '@scanclash/core';

/**
 * The libraries of a host that programs load at run time, by path: what `LoadLibrary` finds. The file must be there too;
 * who loads one sees to that. A library is whatever its kind of caller expects of it.
 */
export class LibraryTable<Library> {
  readonly #byPath = new Map<string, Library>();

  register(path: string, library: Library): void {
    this.#byPath.set(foldPath(path), library);
  }

  find(path: string): Library | undefined {
    return this.#byPath.get(foldPath(path));
  }
}
