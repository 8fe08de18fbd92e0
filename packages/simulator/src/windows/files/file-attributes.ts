/** The attributes that `attrib` and `dir` show. */
export interface FileAttributes {
  readonly readonly: boolean;
  readonly hidden: boolean;
  readonly system: boolean;
  readonly directory: boolean;
  readonly archive: boolean;
}

/** Attributes to set or clear; what is not named stays. */
export type AttributeChanges = Partial<Omit<FileAttributes, 'directory'>>;

/** FILE_ATTRIBUTE_* bits, as Windows has them. */
export const READONLY = 0x01;
export const HIDDEN = 0x02;
export const SYSTEM = 0x04;
export const DIRECTORY = 0x10;
export const ARCHIVE = 0x20;

const everySet: readonly FileAttributes[] = Array.from({ length: 64 }, (_, mask) =>
  Object.freeze({
    readonly: (mask & READONLY) !== 0,
    hidden: (mask & HIDDEN) !== 0,
    system: (mask & SYSTEM) !== 0,
    directory: (mask & DIRECTORY) !== 0,
    archive: (mask & ARCHIVE) !== 0,
  }),
);

/** The attributes of a mask; always the same object for the same mask. */
export function attributesOf(mask: number): FileAttributes {
  return everySet[mask & 63] as FileAttributes;
}

/** `mask` with the attributes that are named set or cleared, the others as they were. Directories stay directories. */
export function withAttributes(mask: number, changes: AttributeChanges): number {
  let changed = mask;
  const set = (bit: number, on: boolean | undefined): void => {
    if (on !== undefined) changed = on ? changed | bit : changed & ~bit;
  };
  set(READONLY, changes.readonly);
  set(HIDDEN, changes.hidden);
  set(SYSTEM, changes.system);
  set(ARCHIVE, changes.archive);
  return changed;
}
