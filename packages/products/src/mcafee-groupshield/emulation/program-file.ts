const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A program or library of one version. */
export const fileOf = (version: string): Uint8Array => encoder.encode(`MZ ${version}`);

/** The version of a program or library. */
export const versionOf = (bytes: Uint8Array): string => decoder.decode(bytes).replace(/^MZ /, '');
