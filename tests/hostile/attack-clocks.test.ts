// Clocks that are wrong, and those who make them wrong: whatever they do, nobody's words are hidden, and nobody's time is moved.

import { World } from "../support/world.ts";
import { expect, test } from "vitest";
import { WallClock } from "../../src/app/wall-clock.ts";
import { maxAheadMs } from "../../src/room/clock.ts";
import type { Payload } from "../../src/room/payload.ts";
import { textMessage } from "../../src/room/payload.ts";
import type { Device } from "../support/device.ts";
import { recordsOf, type SignedRecord } from "../support/room.ts";

const hourMs = 3600_000;
const dayMs = 24 * hourMs;
const yearMs = 365 * dayMs;

/** What a member hears of the others' clocks and of the host's, as the app listens. */
const listens = (device: Device): WallClock => {
  const clock = new WallClock();
  device.mesh.heartbeats.onWall.add((author, ahead) => clock.hearMember(author, ahead));
  return clock;
};

const marked = ({ view }: Device): readonly string[] =>
  view.filter(({ ahead }) => ahead !== undefined).map(({ text }) => text);

const send = (from: Device, records: readonly SignedRecord[]): void => {
  for (const link of from.mesh.links)
    link.send({ type: "records", request: 0, records: records.map(({ bytes }) => bytes) });
};

test.each([2, -2, 3 * 365])(
  "[RC3] a host whose Date is %i days off for one member hides none of her words, nor any from her",
  async (days) => {
    const world = new World(21);
    const [ada, bela] = (await world.fullMesh(3)) as [Device, Device, Device];
    const clock = listens(ada);
    clock.hearHost(new Date(Date.now() + days * dayMs).toUTCString());
    ada.skewMs = clock.now() - Date.now();
    for (let i = 0; i < 3; i++) {
      ada.say(`ada ${i}`);
      bela.say(`bela ${i}`);
      await world.time.pass(15_000);
    }
    await world.agreed();
    for (const { texts } of world.devices)
      expect(texts.map((text) => text.slice(-1))).toEqual(["0", "0", "1", "1", "2", "2"]);
    expect(world.devices.flatMap(marked)).toEqual([]);
    expect([clock.now() - Date.now(), clock.isOff]).toEqual([0, false]);
  },
);

test("[RC3] eight new keys ten years ahead move the clocks of five honest members not at all", async () => {
  const world = new World(22);
  const honest = Array.from({ length: 5 }, () => world.device().open());
  const clocks = honest.map(listens);
  const [ada, bela] = honest as [Device, Device];
  for (let i = 0; i < 8; i++) world.device({ skewMs: 10 * yearMs }).open();
  await world.linked();
  await world.time.pass(60_000);
  for (const device of world.devices.slice(5)) device.say("it is 2036");
  ada.say("is it?");
  await world.time.pass(3000);
  bela.say("no");
  await world.time.pass(3000);
  await world.agreed();
  expect(clocks.map((clock) => clock.now() - Date.now())).toEqual([0, 0, 0, 0, 0]);
  for (const device of honest) {
    expect(device.texts.indexOf("is it?")).toBeLessThan(device.texts.indexOf("no"));
    expect(device.texts.at(-1)).toBe("no");
    expect(marked(device)).toHaveLength(8);
    const [said] = device.view.filter(({ text }) => text === "no");
    expect(Math.abs((said?.clock.ms ?? 0) - world.time.wall)).toBeLessThan(10_000);
  }
});

test("[RC3] a clock a year ahead and set back: neither what was written then nor what is written later is hidden", async () => {
  const world = new World(23);
  const [ada, bela, carol] = (await world.fullMesh(3)) as [Device, Device, Device];
  bela.say("before");
  await world.time.pass(2000);
  ada.skewMs = yearMs;
  ada.say("ahead");
  await world.time.pass(2000);
  bela.say("between");
  await world.time.pass(2000);
  ada.skewMs = 0;
  ada.say("set right");
  await world.time.pass(2000);
  carol.say("after");
  await world.agreed();
  const story = ["before", "ahead", "between", "set right", "after"];
  for (const device of [bela, carol]) expect([device.texts, marked(device)]).toEqual([story, ["ahead"]]);
  // It stood at the end for her until she set her clock.
  expect(ada.texts.filter((text) => text !== "ahead")).toEqual(story.filter((text) => text !== "ahead"));
  expect([ada.texts.at(-1), marked(ada)]).toEqual(["after", ["ahead"]]);
  // After a restart, and for a newcomer, it stands where it came.
  ada.close();
  ada.open();
  const dina = world.device().open();
  await world.linked();
  await world.agreed();
  ada.say("and on");
  dina.say("hello");
  await world.time.pass(2000);
  for (const device of [ada, dina, bela]) {
    expect(new Set(device.texts.slice(-2))).toEqual(new Set(["and on", "hello"]));
    expect(marked(device)).toEqual(["ahead"]);
  }
  // In a year all see it in one place, and what is written then stands after it.
  for (const device of world.devices) device.skewMs = yearMs;
  bela.say("a year later");
  await world.time.pass(2000);
  for (const device of world.devices) {
    expect([device.texts.at(-1), marked(device)]).toEqual(["a year later", []]);
    expect(device.texts).toEqual(bela.texts);
  }
});

test("[RC3] a clock two days behind: nothing is hidden from it, nothing of it is, and it is told", async () => {
  const world = new World(24);
  const [ada, bela] = (await world.fullMesh(3)) as [Device, Device, Device];
  const clock = listens(ada);
  ada.skewMs = -2 * dayMs;
  bela.say("one");
  await world.time.pass(2000);
  ada.say("two");
  await world.time.pass(30_000);
  bela.say("three");
  await world.time.pass(2000);
  expect([ada.texts, marked(ada)]).toEqual([
    ["one", "two", "three"],
    ["one", "three"],
  ]);
  expect(new Set(bela.texts)).toEqual(new Set(["one", "two", "three"]));
  expect(marked(bela)).toEqual([]);
  for (const [author, ahead] of [
    ["bela", 2 * dayMs],
    ["carol", 2 * dayMs],
  ] as const)
    clock.hearMember(author, ahead);
  expect(clock.isOff).toBe(true);
});

const ofKinds: Readonly<Record<string, (target: SignedRecord) => Payload>> = {
  message: () => textMessage("pinned"),
  edit: ({ id }) => ({ kind: "edit", target: id, text: "edited", mentions: [] }),
  reaction: ({ id }) => ({ kind: "reaction", target: id, emoji: "👍", on: true }),
  name: () => ({ kind: "name", name: "From the future" }),
};

test.each(Object.keys(ofKinds))(
  "[RC3] a %s from any time ahead, on either side of the edge, is followed a day at most and hides nothing",
  async (kind) => {
    const world = new World(25);
    const ada = world.device({ skewMs: 2500 }).open();
    const [bela, mallory] = [world.device().open(), world.device().open()];
    await world.linked();
    const [target] = recordsOf(mallory.identity, [textMessage("target")], world.time.wall);
    if (target === undefined) throw new Error("no target");
    send(mallory, [target]);
    await world.time.pass(1000);
    for (const ahead of [
      maxAheadMs - hourMs,
      maxAheadMs,
      maxAheadMs + 2500,
      maxAheadMs + 60_000,
      yearMs,
      100 * yearMs,
    ]) {
      const payload = (ofKinds[kind] ?? ofKinds["message"])?.(target);
      if (payload !== undefined)
        send(mallory, recordsOf(mallory.identity, [payload], world.time.wall + ahead));
      await world.time.pass(1000);
      ada.say(`ada, ${ahead} ms`);
      await world.time.pass(5000);
      bela.say(`bela, ${ahead} ms`);
      await world.time.pass(5000);
    }
    await world.agreed();
    const honest = (device: Device): readonly string[] =>
      device.texts.filter((text) => /^(ada|bela),/.test(text));
    expect(honest(ada)).toHaveLength(12);
    expect(honest(bela)).toEqual(honest(ada));
    for (const device of [ada, bela]) {
      expect(device.ledger.clock.ms).toBeLessThanOrEqual(world.time.wall + 2500 + maxAheadMs);
      expect(device.texts.at(-1)).toContain("bela, ");
    }
  },
);

test(
  "[RC3][GT4] ten thousand messages of the years to come cost no more than as many of today",
  { timeout: 60_000 },
  async () => {
    const world = new World(26);
    const [ada, mallory] = (await world.fullMesh(2)) as [Device, Device];
    const years = Array.from({ length: 10_000 }, (_, i) => {
      const [record] = recordsOf(
        mallory.identity,
        [textMessage(`${i}`)],
        world.time.wall + yearMs + ((i * 7919) % 10_000) * hourMs,
      );
      return record;
    }).filter((record) => record !== undefined);
    mallory.doc.transact(() => {
      for (const { id, bytes } of years) mallory.doc.getMap("records").set(id, bytes);
    });
    await world.agreed();
    expect(marked(ada)).toHaveLength(10_000);
    ada.say("today");
    await world.time.pass(1000);
    expect(ada.texts.at(-1)).toBe("today");
    ada.skewMs = 3 * yearMs; // all due at once
    expect([marked(ada), ada.texts.length]).toEqual([[], 10_001]);
    ada.skewMs = 0; // and none
    expect(marked(ada)).toHaveLength(10_000);
    expect(ada.texts[0]).toBe("today");
  },
);
