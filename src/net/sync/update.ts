// Yjs updates (v1) as what they are allowed to be in a room (GT1): write-once entries of the map `records`, one struct each.
// An entry: info(1) = 0x23 ‖ parentInfo(1) = 1 ‖ "records" ‖ key ‖ bytes; an emptied one: 0x21 ‖ … ‖ key ‖ length = 1.

import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import * as Y from "yjs";
import { recordsMap } from "../../lib/records-map.ts";
import type { RecordId } from "../../room/ids.ts";

/** One slot of a Yjs client. `bytes` is null where the content was deleted. */
export type Struct = Readonly<{ client: number; clock: number; key: RecordId; bytes: Uint8Array | null }>;

/** What no correct peer can produce (GT5). */
export type UpdateFault = "update" | "gc" | "parent" | "origin" | "content" | "key";

export type ParsedUpdate = Readonly<{
  structs: readonly Struct[];
  /** No delete set, nothing left out, one block per client (Yjs applies only the last): the bytes may be applied as they came. */
  plain: boolean;
}>;

const keyedBit = 0x20;
const binaryRef = 3;
const deletedRef = 1;
const recordKey = /^[\w-]{22}$/;

const parseItem = (item: Y.Item): Struct | UpdateFault => {
  if (item.origin !== null || item.rightOrigin !== null) return "origin"; // and then it names no parent
  // decodeUpdate leaves a top-level parent as its name.
  if ((item.parent as unknown) !== recordsMap) return "parent";
  const { parentSub, content } = item;
  if (parentSub === null || !recordKey.test(parentSub)) return "key";
  const head = { client: item.id.client, clock: item.id.clock, key: parentSub as RecordId };
  if (content instanceof Y.ContentBinary) return { ...head, bytes: content.content };
  return content instanceof Y.ContentDeleted && content.len === 1 ? { ...head, bytes: null } : "content";
};

/** Never throws: an update that cannot be read is a fault. */
export const parseUpdate = (update: Uint8Array): ParsedUpdate | UpdateFault => {
  try {
    const { structs, ds } = Y.decodeUpdate(update);
    const parsed: Struct[] = [];
    const blocks = decoding.readVarUint(decoding.createDecoder(update));
    let plain = ds.clients.size === 0 && new Set(structs.map(({ id }) => id.client)).size === blocks;
    for (const struct of structs) {
      if (struct instanceof Y.Skip) {
        plain = false;
        continue;
      }
      if (!(struct instanceof Y.Item)) return "gc";
      const item = parseItem(struct);
      if (typeof item === "string") return item;
      parsed.push(item);
    }
    return { structs: parsed, plain };
  } catch {
    return "update"; // truncated or not an update: Yjs and lib0 throw
  }
};

const writeStruct = (encoder: encoding.Encoder, { key, bytes }: Struct): void => {
  encoding.writeUint8(encoder, (bytes === null ? deletedRef : binaryRef) | keyedBit);
  encoding.writeVarUint(encoder, 1);
  encoding.writeVarString(encoder, recordsMap);
  encoding.writeVarString(encoder, key);
  if (bytes === null) encoding.writeVarUint(encoder, 1);
  else encoding.writeVarUint8Array(encoder, bytes);
};

/** An update of these structs, without a delete set. Those of one client must be contiguous and in order. */
export const encodeUpdate = (structs: readonly Struct[]): Uint8Array => {
  const byClient = new Map<number, Struct[]>();
  for (const struct of structs) {
    const list = byClient.get(struct.client);
    if (list === undefined) byClient.set(struct.client, [struct]);
    else list.push(struct);
  }
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, byClient.size);
  for (const [client, list] of byClient) {
    encoding.writeVarUint(encoder, list.length);
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, list[0]?.clock ?? 0);
    for (const struct of list) writeStruct(encoder, struct);
  }
  encoding.writeVarUint(encoder, 0); // no delete set: it would not be applied (GT2)
  return encoding.toUint8Array(encoder);
};

const toStruct = (item: Y.Item | Y.GC): Struct | null => {
  if (!(item instanceof Y.Item) || item.parentSub === null) return null;
  const { content } = item;
  return {
    client: item.id.client,
    clock: item.id.clock,
    key: item.parentSub as RecordId,
    bytes: content instanceof Y.ContentBinary ? content.content : null,
  };
};

/** Slots of one Yjs client. */
export type Range = Readonly<{ client: number; from: number; to: number }>;

/** The slots that a peer with this state vector lacks, as the document stands. */
export const missingRanges = (doc: Y.Doc, stateVector: ReadonlyMap<number, number>): Range[] =>
  Array.from(doc.store.clients.keys(), (client) => ({
    client,
    from: stateVector.get(client) ?? 0,
    to: Y.getState(doc.store, client),
  })).filter(({ from, to }) => from < to);

/** Their structs, client by client in the order of their clocks. */
export function* structsIn(doc: Y.Doc, ranges: readonly Range[]): Generator<Struct> {
  for (const { client, from, to } of ranges) {
    // Every struct has length 1, so a clock is its index.
    for (let clock = from; clock < to; clock++) {
      const item = doc.store.clients.get(client)?.[clock];
      const struct = item === undefined ? null : toStruct(item);
      if (struct === null) break; // not of our making: what follows cannot be sent
      yield struct;
    }
  }
}

/** Small enough that a slow link shows progress before anybody calls it stalled, and that little is lost with a peer. */
const sliceBytes = 64 * 1024;
const structOverhead = 40;

/** Cut into updates that can be sent or kept one by one. */
export function* slicesOf(
  structs: Iterable<Struct>,
): Generator<Readonly<{ update: Uint8Array; count: number }>> {
  let slice: Struct[] = [];
  let size = 0;
  const cut = (): Readonly<{ update: Uint8Array; count: number }> => {
    const update = encodeUpdate(slice);
    const count = slice.length;
    slice = [];
    size = 0;
    return { update, count };
  };
  for (const struct of structs) {
    slice.push(struct);
    size += structOverhead + (struct.bytes?.length ?? 0);
    if (size >= sliceBytes) yield cut();
  }
  if (slice.length > 0) yield cut();
}
