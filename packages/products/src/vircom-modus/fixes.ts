import type { Fix } from '@scanclash/core';

/** Changes to Modus itself; most cures for these clashes lie with the scanner. */
export const modusFixes: readonly Fix[] = [];
