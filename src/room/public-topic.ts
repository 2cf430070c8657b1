// Which topic a public room has. The host imports this file too, so that a listed name cannot point at another room (SG8).

import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { toBase64url, utf8 } from "../lib/bytes.ts";
import { fold } from "./fold.ts";
import type { SealKey, Topic, TopicName } from "./ids.ts";

export type RoomKeys = Readonly<{ topic: Topic; topicName: TopicName; sealKey: SealKey }>;

/** HKDF-SHA-256 (RFC 5869), with separate info strings for the topic (16 bytes) and the seal key (32 bytes) (LK2). */
export const deriveRoomKeys = (
  secret: Uint8Array,
  salt: "kothabarta/1/private" | "kothabarta/1/public",
): RoomKeys => {
  const topic = hkdf(sha256, secret, utf8(salt), utf8("topic"), 16) as Topic;
  const sealKey = hkdf(sha256, secret, utf8(salt), utf8("seal"), 32) as SealKey;
  return { topic, topicName: toBase64url(topic) as TopicName, sealKey };
};

/** Everyone who knows the name knows these, the host included (LK3). */
export const publicRoomKeys = (name: string): RoomKeys =>
  deriveRoomKeys(utf8(fold(name)), "kothabarta/1/public");
