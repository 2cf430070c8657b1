// What a backup file holds, as bytes and back: chunks, each type(varuint) ‖ length(varuint) ‖ bytes, in this order.
// 1 device: seed(32) ‖ name ‖ createdAt(varuint)
// 2 room: href ‖ kind(1) ‖ name ‖ lastOpened(varuint) ‖ blocked count(varuint) ‖ author ids
// 3 history, of the room before it: a Yjs update that stands for itself, as links carry it (src/net/sync/update.ts)
// Other types are a later version's and are passed over, as is what follows the known fields of a chunk.
// What is read is as foreign as the wire: here only its form is looked at.

import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import type { RoomLink } from "../room/link.ts";

export type BackupRoom = Readonly<{
  /** Its fragment link, "#/r/…" or "#/p/…". */
  href: string;
  kind: RoomLink["kind"];
  name: string;
  lastOpened: number;
  /** The room's document as Yjs updates that follow one another. */
  history: readonly Uint8Array[];
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
/** More than anybody's; a file that names more was made to hold the page up. */
const maxRooms = 4096;
const maxBlocked = 4096;
const types = { device: 1, room: 2, history: 3 } as const;
const kinds = new Map<number, RoomLink["kind"]>([
  [0, "private"],
  [1, "public"],
]);
const kindCodes = { private: 0, public: 1 } as const;

const chunk = (encoder: encoding.Encoder, type: number, write: (inner: encoding.Encoder) => void): void => {
  encoding.writeVarUint(encoder, type);
  encoding.writeVarUint8Array(encoder, encoding.encode(write));
};

export const encodeContent = ({ seed, name, rooms, createdAt }: BackupContent): Uint8Array<ArrayBuffer> => {
  const encoder = encoding.createEncoder();
  chunk(encoder, types.device, (inner) => {
    encoding.writeUint8Array(inner, seed);
    encoding.writeVarString(inner, name);
    encoding.writeVarUint(inner, createdAt);
  });
  for (const room of rooms) {
    chunk(encoder, types.room, (inner) => {
      encoding.writeVarString(inner, room.href);
      encoding.writeUint8(inner, kindCodes[room.kind]);
      encoding.writeVarString(inner, room.name);
      encoding.writeVarUint(inner, room.lastOpened);
      encoding.writeVarUint(inner, room.blocked.length);
      for (const author of room.blocked) encoding.writeVarString(inner, author);
    });
    for (const update of room.history)
      chunk(encoder, types.history, (inner) => encoding.writeUint8Array(inner, update));
  }
  return encoding.toUint8Array(encoder);
};

const readRoom = (decoder: decoding.Decoder): Omit<BackupRoom, "history"> => {
  const href = decoding.readVarString(decoder);
  const kind = kinds.get(decoding.readUint8(decoder));
  if (kind === undefined) throw new RangeError("an unknown kind of room");
  const name = decoding.readVarString(decoder);
  const lastOpened = decoding.readVarUint(decoder);
  const count = decoding.readVarUint(decoder);
  if (count > maxBlocked) throw new RangeError("more blocked people than anybody has");
  const blocked = Array.from({ length: count }, () => decoding.readVarString(decoder));
  return { href, kind, name, lastOpened, blocked };
};

type Device = Omit<BackupContent, "rooms">;

const readDevice = (decoder: decoding.Decoder): Device => ({
  seed: decoding.readUint8Array(decoder, seedBytes).slice(),
  name: decoding.readVarString(decoder),
  createdAt: decoding.readVarUint(decoder),
});

/** lib0 reads past a view's end into the bytes that follow it, without a word. */
const within = <T>(bytes: Uint8Array, read: (decoder: decoding.Decoder) => T): T => {
  const decoder = decoding.createDecoder(bytes);
  const value = read(decoder);
  if (decoder.pos > bytes.length) throw new RangeError("a chunk ends too soon");
  return value;
};

/** The content, or null when these bytes are none. Never throws. */
export const parseContent = (bytes: Uint8Array): BackupContent | null => {
  try {
    const decoder = decoding.createDecoder(bytes);
    let device: Device | null = null;
    const rooms: (Omit<BackupRoom, "history"> & { history: Uint8Array[] })[] = [];
    while (decoder.pos < bytes.length) {
      const type = decoding.readVarUint(decoder);
      const inner = decoding.readVarUint8Array(decoder);
      if (type === types.device) device = within(inner, readDevice);
      else if (type === types.room) rooms.push({ ...within(inner, readRoom), history: [] });
      else if (type === types.history) rooms.at(-1)?.history.push(inner);
      if (rooms.length > maxRooms) return null;
    }
    if (decoder.pos > bytes.length) return null;
    return device === null ? null : { ...device, rooms };
  } catch {
    return null; // lib0 throws at the end of the bytes
  }
};
