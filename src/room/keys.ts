// A room's secret and what follows from it (LK1, LK2).

import { sha256 } from "@noble/hashes/sha2.js";
import { concat, fromBase64url, sameBytes, toBase64url, utf8 } from "../lib/bytes.ts";
import type { AuthorKey, RoomSecret } from "./ids.ts";
import type { RoomLink } from "./link.ts";
import { deriveRoomKeys, publicRoomKeys, type RoomKeys } from "./public-topic.ts";

const secretBytes = 16;
const creationNonceBytes = 32;

const secretOf = (creator: AuthorKey, nonce: Uint8Array): Uint8Array =>
  sha256(concat(utf8("kothabarta/1/room"), creator, nonce)).subarray(0, secretBytes);

/** A new private room: its secret, and the nonce that proves its creator once the first record reveals it. */
export const createRoomSecret = (
  creator: AuthorKey,
  nonce = crypto.getRandomValues(new Uint8Array(creationNonceBytes)),
): Readonly<{ secret: RoomSecret; nonce: Uint8Array }> => ({
  secret: toBase64url(secretOf(creator, nonce)) as RoomSecret,
  nonce,
});

/** True when `author` made the room: only its creator can know a nonce that hashes to the secret. */
export const isCreator = (secret: RoomSecret, author: AuthorKey, nonce: Uint8Array): boolean =>
  nonce.length === creationNonceBytes &&
  sameBytes(secretOf(author, nonce), fromBase64url(secret) ?? new Uint8Array());

/** Topic and seal key of a room. Deterministic: everyone with the link derives the same. */
export const roomKeys = (link: RoomLink): RoomKeys =>
  link.kind === "public"
    ? publicRoomKeys(link.name)
    : deriveRoomKeys(fromBase64url(link.secret) ?? new Uint8Array(), "kothabarta/1/private");
