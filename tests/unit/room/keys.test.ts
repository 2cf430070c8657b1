import { expect, test } from "vitest";
import { fromBase64url, toBase64url } from "../../../src/lib/bytes.ts";
import { createSeed, identityOf } from "../../../src/room/identity.ts";
import type { RoomSecret } from "../../../src/room/ids.ts";
import { createRoomSecret, isCreator, roomKeys } from "../../../src/room/keys.ts";
import { publicRoomKeys } from "../../../src/room/public-topic.ts";

const creator = identityOf(new Uint8Array(32).fill(1));
const nonce = new Uint8Array(32).fill(2);
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const secret = "AAECAwQFBgcICQoLDA0ODw" as RoomSecret;

test("[LK1] a private room's secret follows from its creator and a nonce, as committed", () => {
  expect(createRoomSecret(creator.key, nonce)).toEqual({ secret: "qIjB4G4UK7dH6bO9idsd4w", nonce });
  expect(createRoomSecret(creator.key).secret).not.toBe(createRoomSecret(creator.key).secret);
  expect(createRoomSecret(creator.key).nonce).toHaveLength(32);
});

test("[LK1] only the creator is the creator", () => {
  const made = createRoomSecret(creator.key);
  const other = identityOf(createSeed());
  expect(isCreator(made.secret, creator.key, made.nonce)).toBe(true);
  expect(isCreator(made.secret, other.key, made.nonce)).toBe(false);
  const wrong = made.nonce.slice();
  wrong[31] = (wrong[31] ?? 0) ^ 1;
  for (const one of [wrong, made.nonce.slice(1), new Uint8Array(), new Uint8Array(33)])
    expect(isCreator(made.secret, creator.key, one)).toBe(false);
  expect(isCreator("not a secret" as RoomSecret, creator.key, made.nonce)).toBe(false);
  expect(isCreator("" as RoomSecret, creator.key, made.nonce)).toBe(false);
});

test("[LK2] topic and seal key of a private room, as committed: another derivation would split every room", () => {
  const { topic, topicName, sealKey } = roomKeys({ kind: "private", secret, name: "a hint" });
  expect([topicName, hex(sealKey)]).toEqual([
    "_rcNvUkuV-20IOnUOrwmbw",
    "6b72cadcabe3e3c0c2c172493218bc9a06e7a2cb1d02befe971777785c9da22e",
  ]);
  expect(fromBase64url(topicName)).toEqual(topic);
  expect(roomKeys({ kind: "private", secret, name: "another hint" }).topicName).toBe(topicName);
});

test("[LK2] topic and seal key of a public room, as committed, from its folded name", () => {
  const { topicName, sealKey } = roomKeys({ kind: "public", name: "কথাবার্তা" });
  expect([topicName, hex(sealKey)]).toEqual([
    "2wU5hUk7sGBtuT5JoqnllA",
    "778f3c323e524dc4da9c9cdfa27d6b2e851b0b97fdc4125bfad6081763df732f",
  ]);
  expect(publicRoomKeys("Cricket Club").topicName).toBe("RJG5Vi-XqZXYEwkZZ1gPkw");
  expect(publicRoomKeys("  ｃricket\u200b  CLUB").topicName).toBe("RJG5Vi-XqZXYEwkZZ1gPkw");
});

test("[LK2] topics, seal keys, public and private rooms have nothing in common", () => {
  // A public room whose name's bytes are a private room's secret.
  const bytes = new TextEncoder().encode("sixteen letters!");
  const pairs = [
    roomKeys({ kind: "private", secret: toBase64url(bytes) as RoomSecret, name: "" }),
    roomKeys({ kind: "public", name: "sixteen letters!" }),
    roomKeys({ kind: "private", secret, name: "" }),
    roomKeys({ kind: "public", name: "" }),
  ];
  const starts = pairs.flatMap(({ topic, sealKey }) => [
    hex(topic),
    hex(sealKey.subarray(0, 16)),
    hex(sealKey.subarray(16)),
  ]);
  expect(new Set(starts).size).toBe(12);
  for (const { topic, sealKey } of pairs) expect([topic.length, sealKey.length]).toEqual([16, 32]);
});
