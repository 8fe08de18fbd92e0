import { constants, crc32, deflateRawSync } from 'node:zlib';

/** One entry of a zip that is made byte by byte; whatever is left out is as honest packers write it. */
export interface HostileEntry {
  readonly name: string | Uint8Array;
  readonly content?: Uint8Array | string;
  /** 0 stored, 8 deflated. */
  readonly method?: number;
  readonly flags?: number;
  /** What the content is packed to, where that cannot be made from it. */
  readonly packed?: Uint8Array;
  /** What the headers say, where they lie. */
  readonly size?: number;
  readonly packedSize?: number;
  readonly crc?: number;
  /** Unix mode, above the attributes of DOS. */
  readonly mode?: number;
  readonly extra?: Uint8Array;
  /** Where the local header is said to be. */
  readonly offset?: number;
}

export interface HostileEnd {
  /** How many entries the end says there are. */
  readonly count?: number;
  readonly directoryOffset?: number;
  readonly comment?: Uint8Array;
  /** A zip64 end before the plain one: count and offset of the directory as it tells them. */
  readonly zip64?: { readonly count: bigint; readonly directoryOffset?: bigint; readonly at?: bigint };
}

const UTF8 = 0x0800;

/** A zip as APPNOTE.TXT has it, with lies where they are asked for. */
export function hostileZip(entries: readonly HostileEntry[], end: HostileEnd = {}): Buffer {
  const local: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name);
    const content = Buffer.from(entry.content ?? '');
    const method = entry.method ?? 0;
    const packed = Buffer.from(entry.packed ?? (method === 8 ? deflateRawSync(content) : content));
    const extra = Buffer.from(entry.extra ?? []);
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(entry.flags ?? UTF8, 2);
    shared.writeUInt16LE(method, 4);
    shared.writeUInt16LE(0x0021, 8);
    shared.writeUInt32LE(entry.crc ?? crc32(content), 10);
    shared.writeUInt32LE(entry.packedSize ?? packed.length, 14);
    shared.writeUInt32LE(entry.size ?? content.length, 18);
    shared.writeUInt16LE(name.length, 22);
    shared.writeUInt16LE(0, 24);
    const header = Buffer.concat([Buffer.from('PK\x03\x04'), shared, name, packed]);
    local.push(header);
    const record = Buffer.alloc(46);
    record.write('PK\x01\x02', 0, 'latin1');
    record.writeUInt16LE((3 << 8) | 20, 4);
    shared.copy(record, 6);
    record.writeUInt16LE(extra.length, 30);
    record.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 38);
    record.writeUInt32LE(entry.offset ?? offset, 42);
    directory.push(record, name, extra);
    offset += header.length;
  }
  const central = Buffer.concat(directory);
  const count = end.count ?? entries.length;
  const zip64 = end.zip64 === undefined ? [] : zip64End(end.zip64, BigInt(offset), offset + central.length);
  const last = Buffer.alloc(22);
  last.write('PK\x05\x06', 0, 'latin1');
  last.writeUInt16LE(count & 0xffff, 8);
  last.writeUInt16LE(count & 0xffff, 10);
  last.writeUInt32LE(central.length, 12);
  last.writeUInt32LE(end.directoryOffset ?? offset, 16);
  const comment = Buffer.from(end.comment ?? []);
  last.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...local, central, ...zip64, last, comment]);
}

/** Zeros, deflated, without ever having been there: blocks of one mebibyte that know nothing of each other. */
export function deflatedZeros(mebibytes: number): Buffer {
  const block = deflateRawSync(new Uint8Array(1024 * 1024), { finishFlush: constants.Z_FULL_FLUSH });
  const end = Buffer.from([0x03, 0x00]);
  return Buffer.concat([...Array.from({ length: mebibytes }, () => block), end]);
}

function zip64End(end: NonNullable<HostileEnd['zip64']>, directory: bigint, at: number): Buffer[] {
  const record = Buffer.alloc(56);
  record.write('PK\x06\x06', 0, 'latin1');
  record.writeBigUInt64LE(44n, 4);
  record.writeBigUInt64LE(end.count, 24);
  record.writeBigUInt64LE(end.count, 32);
  record.writeBigUInt64LE(end.directoryOffset ?? directory, 48);
  const locator = Buffer.alloc(20);
  locator.write('PK\x06\x07', 0, 'latin1');
  locator.writeBigUInt64LE(end.at ?? BigInt(at), 8);
  locator.writeUInt32LE(1, 16);
  return [record, locator];
}
