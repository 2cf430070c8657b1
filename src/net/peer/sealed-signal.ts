// A signal as it leaves: of a type that y-webrtc does not know and passes on untouched, sealed for the two it is between (PR2),
// and inside the seal signed by whose peer says it (PR8): the room's key is every member's.
//
// sealed: signal (signal.ts) ‖ author key(32) ‖ nonce(16) ‖ signature(64)      a frame: signal, authenticated on its own (MS5)
// signed: "kothabarta/2/signal" ‖ topic ‖ both peer ids ‖ all before the signature

import * as encoding from "lib0/encoding";
import { concat, utf8 } from "../../lib/bytes.ts";
import type { AuthorKey } from "../../room/ids.ts";
import type { RoomContext } from "../context.ts";
import { nonceBytes, peerIdOf } from "../link/peer-id.ts";
import type { PeerIds, Reach } from "../mesh/reach.ts";
import { seal, sealVersion, unseal, versionOf } from "./seal.ts";
import { encodeSignal, parseSignal, type Signal } from "./signal.ts";

export type SealedSignal = Readonly<{ type: "k"; d: string }>;

/** A signal that a member has sealed for us in this peer's name, with a key and a nonce that give its id. */
export type Received = Readonly<{
  signal: Signal;
  /** Whether that key has signed it, which none has of a frame. It costs a millisecond, so it is asked of what cites our connection only. */
  isSigned: () => boolean;
}>;

const keyBytes = 32;
const signatureBytes = 64;

const covered = (topic: Uint8Array, from: string, to: string, body: Uint8Array): Uint8Array => {
  const encoder = encoding.createEncoder();
  for (const id of [from, to]) encoding.writeVarString(encoder, id);
  return concat(utf8("kothabarta/2/signal"), topic, encoding.toUint8Array(encoder), body);
};

export const sealSignal = (
  signal: Signal,
  { context: { topic, sealKey, author, sign }, nonce }: Pick<Reach, "nonce"> & { context: SealContext },
  { self, peer }: PeerIds,
): SealedSignal => {
  const plain = encodeSignal(signal);
  const envelope = { topic, sealKey, from: self, to: peer };
  if (signal.kind === "frame") return { type: "k", d: seal(plain, envelope) };
  const body = concat(plain, author, nonce);
  return { type: "k", d: seal(concat(body, sign(covered(topic, self, peer, body))), envelope) };
};

type SealContext = Pick<RoomContext, "topic" | "sealKey" | "author" | "sign">;

/** `d` of what may be sealed, in whichever version. */
const sealedPart = (signal: unknown): unknown => {
  const { type, d } = Object(signal) as Readonly<Record<string, unknown>>;
  return type === "k" ? d : null;
};

/** Somebody says that it was sealed in a version that this page does not know. */
export const isOfNewer = (signal: unknown): boolean => (versionOf(sealedPart(signal)) ?? 0) > sealVersion;

/** null for what no member sealed for us in this peer's name, and of what cannot be this peer's. Never throws. */
export const unsealSignal = (
  sealed: unknown,
  { topic, sealKey, verify }: Pick<RoomContext, "topic" | "sealKey" | "verify">,
  { self, peer }: PeerIds,
): Received | null => {
  const plain = unseal(sealedPart(sealed), { topic, sealKey, from: peer, to: self });
  const signal = plain && parseSignal(plain);
  if (plain === null || signal === null) return null;
  if (signal.kind === "frame") return { signal, isSigned: () => false };
  const body = plain.subarray(0, -signatureBytes);
  const author = body.slice(-keyBytes - nonceBytes, -nonceBytes) as AuthorKey;
  const nonce = body.subarray(-nonceBytes);
  if (author.length !== keyBytes || peerIdOf({ topic, author, nonce }) !== peer) return null;
  const isSigned = (): boolean =>
    verify(plain.subarray(-signatureBytes), covered(topic, peer, self, body), author);
  return { signal, isSigned };
};
