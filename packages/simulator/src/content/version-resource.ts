/** What the fixed part of a version resource begins with (VS_FIXEDFILEINFO), little-endian. */
const SIGNATURE = 0xfeef04bd;
const STRUCTURE = 0x0001_0000;
const LENGTH = 16;

/** The bytes of a program file, as far as anybody here looks into it: its mark, and a version of four numbers. */
export function programBytes(version: string): Uint8Array {
  const [major = 0, minor = 0, build = 0, revision = 0] = version.split('.').map(Number);
  const bytes = new Uint8Array(LENGTH + 4);
  bytes.set([0x4d, 0x5a]);
  const view = new DataView(bytes.buffer, 4);
  const words = [SIGNATURE, STRUCTURE, major * 0x1_0000 + minor, build * 0x1_0000 + revision];
  for (const [i, word] of words.entries()) view.setUint32(i * 4, word, true);
  return bytes;
}

/** The version that the resources of a program file state, `5.400.0.1158`; undefined where they state none. */
export function versionOfProgram(bytes: Uint8Array): string | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + LENGTH <= bytes.length; at += 4) {
    if (view.getUint32(at, true) !== SIGNATURE) continue;
    const [high, low] = [view.getUint32(at + 8, true), view.getUint32(at + 12, true)];
    return [high >>> 16, high & 0xffff, low >>> 16, low & 0xffff].join('.');
  }
  return undefined;
}
