// What a backup file holds, as bytes (lib0 encoding) and back. What is read is untrusted until here.

import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import type { RoomLink } from "../room/link.ts";

export type BackupRoom = Readonly<{
  /** Its fragment link, "#/r/…" or "#/p/…". */
  href: string;
  kind: RoomLink["kind"];
  name: string;
  lastOpened: number;
  /** The room's document as one Yjs update. */
  update: Uint8Array;
  /** Authors (ids) hidden on this device. */
  blocked: readonly string[];
}>;

export type BackupContent = Readonly<{
  /** The identity's seed, 32 bytes. */
  seed: Uint8Array;
  name: string;
  rooms: readonly BackupRoom[];
  /** Milliseconds since 1970. */
  createdAt: number;
}>;

const seedBytes = 32;
const kinds = ["private", "public"] as const;

export const encodeContent = ({ seed, name, rooms, createdAt }: BackupContent): Uint8Array<ArrayBuffer> => {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint8Array(encoder, seed);
  encoding.writeVarString(encoder, name);
  encoding.writeVarUint(encoder, createdAt);
  encoding.writeVarUint(encoder, rooms.length);
  for (const room of rooms) {
    encoding.writeVarString(encoder, room.href);
    encoding.writeUint8(encoder, kinds.indexOf(room.kind));
    encoding.writeVarString(encoder, room.name);
    encoding.writeVarUint(encoder, room.lastOpened);
    encoding.writeVarUint8Array(encoder, room.update);
    encoding.writeVarUint(encoder, room.blocked.length);
    for (const author of room.blocked) encoding.writeVarString(encoder, author);
  }
  return encoding.toUint8Array(encoder);
};

const readRoom = (decoder: decoding.Decoder): BackupRoom => {
  const href = decoding.readVarString(decoder);
  const kind = kinds[decoding.readUint8(decoder)];
  if (kind === undefined) throw new RangeError("an unknown kind of room");
  const name = decoding.readVarString(decoder);
  const lastOpened = decoding.readVarUint(decoder);
  const update = decoding.readVarUint8Array(decoder).slice();
  const blocked: string[] = [];
  for (let left = decoding.readVarUint(decoder); left > 0; left--)
    blocked.push(decoding.readVarString(decoder));
  return { href, kind, name, lastOpened, update, blocked };
};

/** The content, or null when these bytes are none. */
export const parseContent = (bytes: Uint8Array): BackupContent | null => {
  try {
    const decoder = decoding.createDecoder(bytes);
    const seed = decoding.readVarUint8Array(decoder).slice();
    const name = decoding.readVarString(decoder);
    const createdAt = decoding.readVarUint(decoder);
    const rooms: BackupRoom[] = [];
    for (let left = decoding.readVarUint(decoder); left > 0; left--) rooms.push(readRoom(decoder));
    return seed.length === seedBytes && !decoding.hasContent(decoder)
      ? { seed, name, rooms, createdAt }
      : null;
  } catch {
    return null; // lib0 throws at the end of the bytes
  }
};
