// "Save my rooms and identity", "Bring them here" (ST6): gathers what the file holds, and puts it back, as foreign as the wire
// (ST7). Twice is harmless: documents are merged, rooms are keyed by their link.

import * as Y from "yjs";
import { missingRanges, slicesOf, structsIn } from "../net/sync/update.ts";
import { parseFragment, type RoomLink } from "../room/link.ts";
import { fingerprintOf } from "../room/people.ts";
import { isNameWithinLimits, tidy } from "../room/fold.ts";
import { identityOf, type Identity } from "../room/identity.ts";
import type { AuthorId, TopicName } from "../room/ids.ts";
import { roomKeys } from "../room/keys.ts";
import { Ledger } from "../room/ledger.ts";
import type { SavedRoom } from "../room/saved-room.ts";
import type { VerifyMany } from "../room/verifier.ts";
import { openBackup, sealBackup, type BackupContent, type BackupRoom } from "../storage/backup.ts";
import type { Preferences } from "../storage/preferences.ts";
import { RoomStore, storeName } from "../storage/room-store.ts";
import { bringHistory, type HistoryTarget } from "./bring-history.ts";
import type { BackupFile, BackupResult, SavedBackup } from "./model.ts";
import { isWeakPassphrase } from "./passphrase.ts";

const authorIdPattern = /^[\w-]{43}$/;

const linkOf = (href: string): RoomLink | null => {
  const parsed = parseFragment(href);
  return parsed.at === "room" ? parsed.link : null;
};

export type BackupSource = Readonly<{
  preferences: Preferences;
  identity: Identity;
  verify: VerifyMany;
  /** A room that is open here, whose document is ahead of what is stored. */
  openRoom: (topic: TopicName) => HistoryTarget | null;
}>;

const historyIn = (doc: Y.Doc): readonly Uint8Array[] =>
  Array.from(slicesOf(structsIn(doc, missingRanges(doc, new Map()))), ({ update }) => update);

const historyOf = async (topic: TopicName): Promise<readonly Uint8Array[]> => {
  const doc = new Y.Doc();
  const store = await RoomStore.open({ name: storeName(topic), doc, writer: false });
  const history = historyIn(doc);
  await store.close();
  doc.destroy();
  return history;
};

export const saveBackup = async (
  { preferences, openRoom }: BackupSource,
  passphrase: string,
): Promise<SavedBackup> => {
  if (isWeakPassphrase(passphrase)) return { ok: false, reason: "weak-passphrase" };
  const rooms: BackupRoom[] = [];
  for (const room of await preferences.rooms()) {
    const link = linkOf(room.href);
    if (link === null) continue;
    const { topicName } = roomKeys(link);
    const open = openRoom(topicName);
    const history = open === null ? await historyOf(topicName) : historyIn(open.doc);
    rooms.push({ ...room, history, blocked: await preferences.room(topicName).blocked.get() });
  }
  const content = {
    seed: await preferences.identitySeed(),
    name: await preferences.name.get(),
    rooms,
    createdAt: Date.now(),
  };
  const file = new Blob([await sealBackup(content, passphrase)], { type: "application/octet-stream" });
  return { ok: true, file };
};

/** Merges a room's history of the file with what is stored here; true once it is on the disk. */
const bringStored = async (
  { identity, verify }: BackupSource,
  link: RoomLink,
  history: readonly Uint8Array[],
): Promise<boolean> => {
  const { topic, topicName } = roomKeys(link);
  const doc = new Y.Doc();
  const store = await RoomStore.open({ name: storeName(topicName), doc, writer: true });
  const ledger = new Ledger({ doc, topic, identity, verify, now: Date.now });
  await bringHistory({ doc, topic, ledger }, history, verify);
  await store.flush();
  const stored = store.state === "saved";
  ledger.close();
  await store.close();
  doc.destroy();
  return stored;
};

const bringRoom = async (source: BackupSource, room: BackupRoom): Promise<boolean> => {
  const { preferences, openRoom, verify } = source;
  const link = linkOf(room.href);
  if (link === null) return true;
  const { topicName } = roomKeys(link);
  const name = tidy(room.name);
  const saved: SavedRoom = {
    href: room.href,
    kind: link.kind,
    name: isNameWithinLimits(name) ? name : link.name,
    lastOpened: Math.min(room.lastOpened, Date.now()),
  };
  await preferences.saveRoom(saved);
  const { blocked } = preferences.room(topicName);
  const brought = room.blocked.filter((author) => authorIdPattern.test(author)) as AuthorId[];
  await blocked.set([...new Set([...(await blocked.get()), ...brought])]);
  const open = openRoom(topicName);
  if (open === null) return bringStored(source, link, room.history);
  await bringHistory(open, room.history, verify);
  return true;
};

const bring = async (
  source: BackupSource,
  { seed, name, rooms }: BackupContent,
  identity: "mine" | "file",
): Promise<BackupResult> => {
  const { preferences } = source;
  let stored = true;
  if (identity === "file") {
    stored = await preferences.replaceIdentitySeed(seed);
    const tidied = tidy(name);
    if (tidied !== "" && isNameWithinLimits(tidied)) await preferences.name.set(tidied);
  }
  for (const room of rooms) stored = (await bringRoom(source, room)) && stored;
  return stored ? { ok: true, rooms: rooms.length } : { ok: false, reason: "storage" };
};

/** Opens a file; nothing of it is stored before `bring`. */
export const readBackup = async (
  source: BackupSource,
  file: Blob,
  passphrase: string,
): Promise<BackupFile> => {
  const opened = await openBackup(new Uint8Array(await file.arrayBuffer()), passphrase);
  if (!opened.ok) return opened;
  const { content } = opened;
  const theirs = identityOf(content.seed).id;
  const mine = source.identity.id;
  const fingerprints = theirs === mine ? null : { mine: fingerprintOf(mine), file: fingerprintOf(theirs) };
  return { ok: true, fingerprints, bring: (identity) => bring(source, content, identity) };
};
