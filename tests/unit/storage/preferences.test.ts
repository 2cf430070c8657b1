import { describe, expect, test, vi } from "vitest";
import { toBase64url } from "../../../src/lib/bytes.ts";
import type { AuthorId, RecordId, TopicName } from "../../../src/room/ids.ts";
import { rankOf } from "../../../src/room/places.ts";
import { openDevice } from "../../../src/storage/device.ts";
import type { SavedRoom } from "../../../src/room/saved-room.ts";
import { preferences } from "../../../src/storage/preferences.ts";
import { useFaults } from "./faults.ts";

const faults = useFaults();
const open = async () => preferences(await openDevice());
const topic = toBase64url(new Uint8Array(16)) as TopicName;
const author = toBase64url(new Uint8Array(32).fill(7)) as AuthorId;
const record = toBase64url(new Uint8Array(16).fill(9)) as RecordId;
const place = { id: record, clock: { ms: 5, counter: 1 } };
const draft = { text: "half a sen", replyTo: record, edit: { target: record, text: "bet" }, at: 7 };
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

test("per room: drafts, read mark, late arrivals, anchor, erasing, fresh room, screenful, blocked; forgotten together", async () => {
  const of = (await open()).room(topic);
  await of.drafts.set("tab", draft);
  await of.readMark.moveTo(place, rankOf(place));
  await of.late.set([record]);
  await of.anchor.set(record);
  await of.erasing.set([record]);
  await of.freshRoom.set("#/r/secret/Tea");
  await of.screenful.set(Uint8Array.of(1, 2));
  await of.blocked.set([author]);
  const again = (await open()).room(topic);
  expect(await again.drafts.all()).toEqual([["tab", draft]]);
  expect(await again.readMark.get()).toEqual(place);
  expect(await again.late.get()).toEqual([record]);
  expect(await again.anchor.get()).toBe(record);
  expect(await again.erasing.get()).toEqual([record]);
  expect(await again.freshRoom.get()).toBe("#/r/secret/Tea");
  expect(await again.screenful.get()).toEqual(Uint8Array.of(1, 2));
  expect(await again.blocked.get()).toEqual([author]);
  await of.forget();
  expect(await again.drafts.all()).toEqual([]);
  expect(await again.late.get()).toEqual([]);
  expect(await again.anchor.get()).toBeNull();
  expect(await again.blocked.get()).toEqual([]);
});

test("nonsense in storage reads as nothing", async () => {
  const device = await openDevice();
  const nonsense: unknown[] = [5, null, { a: 1 }, "x".repeat(100_000), [1, { author: 1 }], new Uint8Array(3)];
  for (const value of nonsense) {
    for (const key of ["name", "language", "theme", "send-key", "room/x"]) await device.set(key, value);
    for (const key of ["draft/tab", "read/x", "late/x", "anchor", "erasing/x", "fresh", "blocked/x"])
      await device.set(`of/${topic}/${key}`, value);
    const here = preferences(device);
    expect(await here.name.get()).toBe("");
    expect(await here.language.get()).toBeNull();
    expect(await here.theme.get()).toBe("system");
    expect(await here.sendKey.get()).toBe("enter");
    expect(await here.rooms()).toEqual([]);
    const of = here.room(topic);
    expect(await of.drafts.all()).toEqual([]);
    expect(await of.readMark.get()).toBeNull();
    expect(await of.late.get()).toEqual([]);
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

test("[ST8] what one tab keeps or drops leaves another tab's alone, though each says it whole", async () => {
  const [one, two] = [(await open()).room(topic), (await open()).room(topic)];
  const other = toBase64url(new Uint8Array(16).fill(8)) as RecordId;
  const third = toBase64url(new Uint8Array(16).fill(7)) as RecordId;
  for (const which of ["late", "erasing"] as const) {
    await one[which].set([record]);
    await two[which].set([other]);
    expect(new Set(await (await open()).room(topic)[which].get())).toEqual(new Set([record, other]));
    await one[which].set([]);
    expect(await two[which].get()).toEqual([other]);
    await one[which].set([third]);
    await two[which].set([]);
    expect(await one[which].get()).toEqual([third]);
  }
});

test("[ST8] the read mark goes forward only, whichever tab is slower", async () => {
  const tabs = await Promise.all(Array.from({ length: 5 }, open));
  const at = (ms: number) => ({ id: record, clock: { ms, counter: 0 } });
  const move = (tab: number, ms: number): Promise<boolean> | undefined =>
    tabs[tab]?.room(topic).readMark.moveTo(at(ms), rankOf(at(ms)));
  await Promise.all([move(0, 3), move(1, 9), move(2, 1), move(3, 7), move(4, 2)]);
  expect(await (await open()).room(topic).readMark.get()).toEqual(at(9));
  await move(0, 4);
  expect(await (await open()).room(topic).readMark.get()).toEqual(at(9));
  await move(0, 10);
  expect(await (await open()).room(topic).readMark.get()).toEqual(at(10));
  // One that was set while the clock stood far ahead does not count below that time, nor keep a later one from counting.
  await move(1, 5000);
  await move(2, 11);
  expect(await (await open()).room(topic).readMark.get({ below: rankOf(at(20)) })).toEqual(at(11));
});

test("[ST8] a mark that could not be stored at once still yields to a better one when it is", async () => {
  const [one, two] = await Promise.all([openDevice(), openDevice()]);
  faults.writes.left = 2;
  expect(await one.raise("mark/", "3", "three")).toBe(false);
  expect(faults.writes.left).toBe(0);
  await two.raise("mark/", "9", "nine");
  expect(await one.set("other", 1)).toBe(true);
  expect(await one.highest("mark/", "\uffff")).toBe("nine");
  await one.raise("mark/", "99", "last");
  expect(await two.entries("mark/")).toEqual([["mark/99", "last"]]);
});

test("[ST5] what a page keeps as it goes is asked for whole in the turn in which it goes, a mark under way or not", async () => {
  const device = await openDevice();
  const of = preferences(device).room(topic);
  const asked = vi.spyOn(IDBTransaction.prototype, "commit");
  void of.readMark.moveTo(place, rankOf(place));
  void of.screenful.set(Uint8Array.of(1, 2));
  // The microtasks of this turn, and no answer of the disk.
  for (let i = 0; i < 10; i++) await Promise.resolve();
  expect(asked).toHaveBeenCalledTimes(2);
  asked.mockRestore();
});
