// "Save my rooms and identity", "Bring them here" (ST6): gathers what the file holds, and puts it back. Twice is harmless:
// documents are merged, rooms are keyed by their link.

import * as Y from "yjs";
import { parseFragment } from "../room/link.ts";
import { roomKeys } from "../room/keys.ts";
import type { TopicName } from "../room/ids.ts";
import type { SavedRoom } from "../room/saved-room.ts";
import type { Preferences } from "../storage/preferences.ts";
import { openBackup, sealBackup, type BackupRoom } from "../storage/backup.ts";
import { RoomStore, storeName } from "../storage/room-store.ts";
import type { BackupResult } from "./model.ts";

const topicOf = (href: string): TopicName | null => {
  const parsed = parseFragment(href);
  return parsed.at === "room" ? roomKeys(parsed.link).topicName : null;
};

const updateOf = async (topic: TopicName): Promise<Uint8Array> => {
  const doc = new Y.Doc();
  const store = await RoomStore.open({ name: storeName(topic), doc, writer: false });
  const update = Y.encodeStateAsUpdate(doc);
  await store.close();
  doc.destroy();
  return update;
};

export type BackupSource = Readonly<{
  preferences: Preferences;
  /** The document of a room that is open here, which is ahead of what is stored. */
  openDocument: (topic: TopicName) => Y.Doc | null;
}>;

export const saveBackup = async (
  { preferences, openDocument }: BackupSource,
  passphrase: string,
): Promise<Blob> => {
  const rooms: BackupRoom[] = [];
  for (const room of await preferences.rooms()) {
    const topic = topicOf(room.href);
    if (topic === null) continue;
    const doc = openDocument(topic);
    const update = doc === null ? await updateOf(topic) : Y.encodeStateAsUpdate(doc);
    rooms.push({ ...room, update, blocked: await preferences.room(topic).blocked.get() });
  }
  const content = {
    seed: await preferences.identitySeed(),
    name: await preferences.name.get(),
    rooms,
    createdAt: Date.now(),
  };
  return new Blob([await sealBackup(content, passphrase)], { type: "application/octet-stream" });
};

/** Merges a room of the file with what is here; true once it is on the disk. */
const bringRoom = async ({ preferences, openDocument }: BackupSource, room: BackupRoom): Promise<boolean> => {
  const topic = topicOf(room.href);
  if (topic === null) return true;
  const saved: SavedRoom = { href: room.href, kind: room.kind, name: room.name, lastOpened: room.lastOpened };
  await preferences.saveRoom(saved);
  const kept = preferences.room(topic);
  const blocked = new Set([
    ...(await kept.blocked.get()),
    ...(room.blocked as Awaited<ReturnType<typeof kept.blocked.get>>),
  ]);
  await kept.blocked.set([...blocked]);
  const open = openDocument(topic);
  if (open !== null) {
    Y.applyUpdate(open, room.update);
    return true;
  }
  const doc = new Y.Doc();
  const store = await RoomStore.open({ name: storeName(topic), doc, writer: true });
  Y.applyUpdate(doc, room.update);
  await store.flush();
  const stored = store.state === "saved";
  await store.close();
  doc.destroy();
  return stored;
};

export const bringBackup = async (
  source: BackupSource,
  file: Blob,
  passphrase: string,
): Promise<BackupResult> => {
  const opened = await openBackup(new Uint8Array(await file.arrayBuffer()), passphrase);
  if (!opened.ok) return opened;
  const { seed, name, rooms } = opened.content;
  const { preferences } = source;
  let stored = await preferences.replaceIdentitySeed(seed);
  if (name !== "") await preferences.name.set(name);
  for (const room of rooms) stored = (await bringRoom(source, room)) && stored;
  return stored ? { ok: true, rooms: rooms.length } : { ok: false, reason: "storage" };
};
