import { describe, expect, test } from "vitest";
import { toBase64url } from "../../../src/lib/bytes.ts";
import type { AuthorId, RecordId, TopicName } from "../../../src/room/ids.ts";
import { openDevice } from "../../../src/storage/device.ts";
import type { SavedRoom } from "../../../src/room/saved-room.ts";
import { preferences } from "../../../src/storage/preferences.ts";
import { useFaults } from "./faults.ts";

const faults = useFaults();
const open = async () => preferences(await openDevice());
const topic = toBase64url(new Uint8Array(16)) as TopicName;
const author = toBase64url(new Uint8Array(32).fill(7)) as AuthorId;
const record = toBase64url(new Uint8Array(16).fill(9)) as RecordId;
const room: SavedRoom = { href: "#/p/tea", kind: "public", name: "tea", lastOpened: 5 };

describe("[ID1] the identity's seed", () => {
  test("[ID1] is made once; two tabs that start at once get the same", async () => {
    const tabs = await Promise.all([open(), open(), open()]);
    const seeds = await Promise.all(tabs.map((tab) => tab.identitySeed()));
    expect(seeds[0]).toHaveLength(32);
    expect(seeds[1]).toEqual(seeds[0]);
    expect(seeds[2]).toEqual(seeds[0]);
    expect(await (await open()).identitySeed()).toEqual(seeds[0]);
  });

  test("[ID1] is one for the session when nothing can be stored", async () => {
    faults.remove();
    const here = await open();
    expect(await here.identitySeed()).toEqual(await here.identitySeed());
  });

  test("[ST6] a backup's replaces it; what is no seed is refused", async () => {
    const here = await open();
    await here.identitySeed();
    const seed = new Uint8Array(32).fill(3);
    expect(await here.replaceIdentitySeed(seed)).toBe(true);
    expect(await (await open()).identitySeed()).toEqual(seed);
    expect(() => here.replaceIdentitySeed(new Uint8Array(31))).toThrow(RangeError);
  });

  test("[ID1] what stands in its place and is no seed is replaced", async () => {
    const device = await openDevice();
    await device.set("identity-seed", "nonsense");
    const seed = await preferences(device).identitySeed();
    expect(seed).toHaveLength(32);
    expect(await (await open()).identitySeed()).toEqual(seed);
  });
});

test("defaults where nothing is stored, then what was set", async () => {
  const here = await open();
  expect(await here.name.get()).toBe("");
  expect(await here.language.get()).toBeNull();
  expect(await here.theme.get()).toBe("system");
  expect(await here.sendKey.get()).toBe("enter");
  await here.name.set("রহিম");
  await here.language.set("bn");
  await here.theme.set("dark");
  await here.sendKey.set("ctrl-enter");
  const next = await open();
  expect(await next.name.get()).toBe("রহিম");
  expect(await next.language.get()).toBe("bn");
  expect(await next.theme.get()).toBe("dark");
  expect(await next.sendKey.get()).toBe("ctrl-enter");
});

test("rooms: one key each, the last opened first, forgotten one by one", async () => {
  const [one, two] = await Promise.all([open(), open()]);
  const older = { ...room, href: "#/p/older", lastOpened: 1 };
  await Promise.all([one.saveRoom(room), two.saveRoom(older)]);
  expect(await one.rooms()).toEqual([room, older]);
  await two.saveRoom({ ...older, lastOpened: 9 });
  expect((await one.rooms()).map(({ href }) => href)).toEqual(["#/p/older", "#/p/tea"]);
  await one.forgetRoom("#/p/older");
  expect(await two.rooms()).toEqual([room]);
});

test("per room: draft, read marker, anchor, erasing, fresh room, screenful, blocked; forgotten together", async () => {
  const of = (await open()).room(topic);
  await of.draft.set("half a sen");
  await of.readMarker.set(record);
  await of.anchor.set(record);
  await of.erasing.set([record]);
  await of.freshRoom.set("#/r/secret/Tea");
  await of.screenful.set(Uint8Array.of(1, 2));
  await of.blocked.set([author]);
  const again = (await open()).room(topic);
  expect(await again.draft.get()).toBe("half a sen");
  expect(await again.readMarker.get()).toBe(record);
  expect(await again.anchor.get()).toBe(record);
  expect(await again.erasing.get()).toEqual([record]);
  expect(await again.freshRoom.get()).toBe("#/r/secret/Tea");
  expect(await again.screenful.get()).toEqual(Uint8Array.of(1, 2));
  expect(await again.blocked.get()).toEqual([author]);
  await again.readMarker.set(null);
  expect(await of.readMarker.get()).toBeNull();
  await of.forget();
  expect(await again.draft.get()).toBe("");
  expect(await again.anchor.get()).toBeNull();
  expect(await again.blocked.get()).toEqual([]);
});

test("nonsense in storage reads as nothing", async () => {
  const device = await openDevice();
  const nonsense: unknown[] = [5, null, { a: 1 }, "x".repeat(100_000), [1, { author: 1 }], new Uint8Array(3)];
  for (const value of nonsense) {
    for (const key of ["name", "language", "theme", "send-key", "room/x"]) await device.set(key, value);
    for (const key of ["draft", "read", "anchor", "erasing", "fresh", "blocked"])
      await device.set(`of/${topic}/${key}`, value);
    const here = preferences(device);
    expect(await here.name.get()).toBe("");
    expect(await here.language.get()).toBeNull();
    expect(await here.theme.get()).toBe("system");
    expect(await here.sendKey.get()).toBe("enter");
    expect(await here.rooms()).toEqual([]);
    const of = here.room(topic);
    expect(await of.draft.get()).toBe("");
    expect(await of.readMarker.get()).toBeNull();
    expect(await of.anchor.get()).toBeNull();
    expect(await of.freshRoom.get()).toBeNull();
    expect(await of.erasing.get()).toEqual([]);
    expect(await of.blocked.get()).toEqual([]);
  }
  await device.set("room/bad-kind", { ...room, href: "#/r/tea" });
  await device.set("room/bad-time", { ...room, lastOpened: NaN });
  await device.set("room/bad-link", { ...room, href: "javascript:alert(1)" });
  expect(await preferences(device).rooms()).toEqual([]);
});

test("[LK6] a name of nothing visible, kept by an earlier version, is none", async () => {
  const device = await openDevice();
  await device.set("name", "\u2800\u200b");
  expect(await preferences(device).name.get()).toBe("");
  await device.set(`room/${room.href}`, { ...room, name: "\u2800" });
  expect(await preferences(device).rooms()).toEqual([{ ...room, name: "" }]);
});
