import { expect, test } from "vitest";
import * as Y from "yjs";
import { RoomList } from "../../../src/app/room-list.ts";
import { createSeed, identityOf } from "../../../src/room/identity.ts";
import { roomKeys } from "../../../src/room/keys.ts";
import { toFragment, type RoomLink } from "../../../src/room/link.ts";
import { openDevice } from "../../../src/storage/device.ts";
import { preferences } from "../../../src/storage/preferences.ts";
import { RoomStore, storeName } from "../../../src/storage/room-store.ts";
import { useFaults } from "../storage/faults.ts";

useFaults();

const tea: RoomLink = { kind: "public", name: "Tea" };
const chess: RoomLink = { kind: "public", name: "Chess" };

const keep = async (link: RoomLink, text: string): Promise<void> => {
  const doc = new Y.Doc();
  const store = await RoomStore.open({ name: storeName(roomKeys(link).topicName), doc, writer: true });
  doc.getMap("records").set("one", new TextEncoder().encode(text));
  await store.whenSaved();
  await store.close();
};

const kept = async (link: RoomLink): Promise<number> => {
  const doc = new Y.Doc();
  const store = await RoomStore.open({ name: storeName(roomKeys(link).topicName), doc, writer: false });
  await store.close();
  return doc.getMap("records").size;
};

test("[RM4] a forgotten room leaves nothing on this device: no entry, nothing remembered, no document; others stay", async () => {
  const prefs = preferences(await openDevice());
  const identity = identityOf(createSeed());
  const rooms = new RoomList({ preferences: prefs, identity, rooms: [], onChange: () => undefined });
  for (const link of [tea, chess]) {
    await rooms.noteOpening(link);
    await prefs
      .room(roomKeys(link).topicName)
      .drafts.set("tab", { text: "Milk and", replyTo: null, edit: null, at: 1 });
    await keep(link, link.name);
  }
  await rooms.read();
  expect(rooms.all).toHaveLength(2);

  await rooms.forget(toFragment(tea));

  expect(rooms.all.map(({ name }) => name)).toEqual(["Chess"]);
  expect(await prefs.room(roomKeys(tea).topicName).drafts.all()).toEqual([]);
  expect(await prefs.room(roomKeys(chess).topicName).drafts.all()).toHaveLength(1);
  expect([await kept(tea), await kept(chess)]).toEqual([0, 1]);
});

test("[RM4] a public room under another spelling is the same entry, and goes with it", async () => {
  const prefs = preferences(await openDevice());
  const identity = identityOf(createSeed());
  const rooms = new RoomList({ preferences: prefs, identity, rooms: [], onChange: () => undefined });
  await rooms.noteOpening(tea);
  await rooms.read();
  await rooms.noteOpening({ kind: "public", name: "TEA" });
  await rooms.read();
  expect(rooms.all).toHaveLength(1);
  await rooms.forget(rooms.all[0]?.href ?? "");
  expect(rooms.all).toEqual([]);
});

test("[LK7] a room is known once it was entered here, by any spelling, in another tab too, and new again when forgotten", async () => {
  const prefs = preferences(await openDevice());
  const identity = identityOf(createSeed());
  const tab = (): RoomList =>
    new RoomList({ preferences: prefs, identity, rooms: [], onChange: () => undefined });
  const [here, there] = [tab(), tab()];
  expect(await here.knows(tea)).toBe(false);
  await there.noteOpening(tea);
  expect(await here.knows({ kind: "public", name: "TEA" })).toBe(true);
  expect(await here.knows(chess)).toBe(false);
  await here.forget(toFragment(tea));
  expect(await there.knows(tea)).toBe(false);
});
