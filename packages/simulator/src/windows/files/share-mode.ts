/** A set of the three accesses that share modes are about. An access of none of them reads or sets attributes only. */
export interface Rights {
  readonly read: boolean;
  readonly write: boolean;
  readonly delete: boolean;
}

/** What a file is opened for. To run it counts as reading where share modes are compared. */
export interface Access extends Rights {
  readonly execute: boolean;
}

/** The bits of a set of rights: 1 read, 2 write, 4 delete, 8 execute. */
export type RightsMask = number;

export const READ: RightsMask = 1;
export const WRITE: RightsMask = 2;
export const DELETE: RightsMask = 4;
export const EXECUTE: RightsMask = 8;

/** What a caller may write for a set of rights: one name, or several. */
export type RightsList = RightName | readonly RightName[];
export type RightName = 'read' | 'write' | 'readwrite' | 'delete' | 'execute';

const bits: Readonly<Record<RightName, RightsMask>> = {
  read: READ,
  write: WRITE,
  readwrite: READ | WRITE,
  delete: DELETE,
  execute: EXECUTE,
};

const everyRights: readonly Rights[] = Array.from({ length: 8 }, (_, mask) =>
  Object.freeze({ read: (mask & READ) !== 0, write: (mask & WRITE) !== 0, delete: (mask & DELETE) !== 0 }),
);
const everyAccess: readonly Access[] = Array.from({ length: 16 }, (_, mask) =>
  Object.freeze({ ...(everyRights[mask & 7] as Rights), execute: (mask & EXECUTE) !== 0 }),
);

export const shareNothing: Rights = rightsOf(0);
export const shareRead: Rights = rightsOf(READ);
/** What most programs that are built on the C runtime ask for: others may read and write, not rename or delete. */
export const shareReadWrite: Rights = rightsOf(READ | WRITE);
export const shareEverything: Rights = rightsOf(READ | WRITE | DELETE);

/** The rights of a mask; always the same object for the same mask. */
export function rightsOf(mask: RightsMask): Rights {
  return everyRights[mask & 7] as Rights;
}

/** What a mask opens a file for; always the same object for the same mask. */
export function accessOf(mask: RightsMask): Access {
  return everyAccess[mask & 15] as Access;
}

export function maskOf(rights: Partial<Rights>): RightsMask {
  return (
    (rights.read === true ? READ : 0) | (rights.write === true ? WRITE : 0) | (rights.delete === true ? DELETE : 0)
  );
}

export function maskOfList(list: RightsList): RightsMask {
  if (typeof list === 'string') return bits[list];
  let mask = 0;
  for (const name of list) mask |= bits[name];
  return mask;
}

/** `read+write`, in the order read, write, delete, execute; `attributes` for none. */
export function textOfMask(mask: RightsMask): string {
  const names = [];
  if (mask & READ) names.push('read');
  if (mask & WRITE) names.push('write');
  if (mask & DELETE) names.push('delete');
  if (mask & EXECUTE) names.push('execute');
  return names.length === 0 ? 'attributes' : names.join('+');
}

/**
 * Whether two opens of one file exclude each other: each must share every access that the other has.
 * An open without any access neither hinders nor is hindered.
 * @source IoCheckShareAccess, Windows driver documentation; CreateFile, parameter dwShareMode.
 */
export function excludeEachOther(
  access: RightsMask,
  share: RightsMask,
  otherAccess: RightsMask,
  otherShare: RightsMask,
): boolean {
  if (access === 0 || otherAccess === 0) return false;
  return (sharedAs(access) & ~otherShare) !== 0 || (sharedAs(otherAccess) & ~share) !== 0;
}

/** Who runs a file reads it, as far as others are concerned. */
const sharedAs = (access: RightsMask): RightsMask => (access & EXECUTE ? (access & ~EXECUTE) | READ : access);
