// Under which key a device writes in a room (ID4). Whoever has its seed has the same: another device of one's own, a saved file.

import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { utf8 } from "../lib/bytes.ts";
import { identityOf, seedBytes, type Identity } from "./identity.ts";
import type { Topic } from "./ids.ts";
import { roomKeys } from "./keys.ts";
import type { RoomLink } from "./link.ts";

/** HKDF-SHA-256 (RFC 5869) of the device's seed with the room's topic. */
export const publicRoomSeed = (seed: Uint8Array, topic: Topic): Uint8Array =>
  hkdf(sha256, seed, utf8("kothabarta/2/public-room key"), topic, seedBytes);

/** In a public room a key for that room alone, so that strangers cannot follow anybody from room to room; else the device's. */
export const identityIn = (
  link: RoomLink,
  { seed, own }: Readonly<{ seed: Uint8Array; own: Identity }>,
): Identity => (link.kind === "public" ? identityOf(publicRoomSeed(seed, roomKeys(link).topic)) : own);
