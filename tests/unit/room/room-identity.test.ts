import { expect, test } from "vitest";
import { createSeed, identityOf } from "../../../src/room/identity.ts";
import { createRoomSecret } from "../../../src/room/keys.ts";
import type { RoomLink } from "../../../src/room/link.ts";
import { publicRoomKeys } from "../../../src/room/public-topic.ts";
import { identityIn, publicRoomSeed } from "../../../src/room/room-identity.ts";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

const publicRoom = (name: string): RoomLink => ({ kind: "public", name });
const privateRoom = (): RoomLink => {
  const { secret } = createRoomSecret(identityOf(createSeed()).key);
  return { kind: "private", secret, name: "" };
};

/** A device: the key under which it writes in a room. */
const device = (seed = createSeed()) => {
  const own = identityOf(seed);
  return { own, in: (link: RoomLink): string => identityIn(link, { seed, own }).id };
};

test("[ID4] in each public room a device is somebody else, by any spelling of the room the same; in private rooms always itself", () => {
  const one = device();
  const rooms = ["Tea", "Chess", "Cricket"].map((name) => one.in(publicRoom(name)));
  expect(new Set([...rooms, one.own.id]).size).toBe(4);
  expect(one.in(publicRoom("  ＴＥＡ "))).toBe(rooms[0]);
  expect([one.in(privateRoom()), one.in(privateRoom())]).toEqual([one.own.id, one.own.id]);
});

test("[ID4] another device with the same seed is the same person there; another person's is not", () => {
  const seed = createSeed();
  expect(device(seed.slice()).in(publicRoom("Tea"))).toBe(device(seed).in(publicRoom("Tea")));
  expect(device().in(publicRoom("Tea"))).not.toBe(device(seed).in(publicRoom("Tea")));
});

test("[ID4] the key of a public room, as committed: another derivation would make everybody a stranger to their own words", () => {
  const seed = new Uint8Array(32).fill(1);
  const { topic } = publicRoomKeys("tea");
  expect(hex(publicRoomSeed(seed, topic))).toBe(
    "bb63ce7c3520aa206b15ea25beb114caeb43a9447495dd5875ce4a447cccd648",
  );
});
