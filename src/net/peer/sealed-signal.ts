// A signal as it leaves: of a type that y-webrtc does not know and passes on untouched (PR2), sealed for the two it is between.

import type { RoomContext } from "../context.ts";
import type { PeerIds } from "../mesh/reach.ts";
import { seal, sealVersion, unseal, versionOf } from "./seal.ts";
import { encodeSignal, parseSignal, type Signal } from "./signal.ts";

export type SealedSignal = Readonly<{ type: "k"; d: string }>;

type Keys = Pick<RoomContext, "topic" | "sealKey">;

export const sealSignal = (
  signal: Signal,
  { topic, sealKey }: Keys,
  { self, peer }: PeerIds,
): SealedSignal => ({
  type: "k",
  d: seal(encodeSignal(signal), { topic, sealKey, from: self, to: peer }),
});

/** `d` of what may be sealed, in whichever version. */
const sealedPart = (signal: unknown): unknown => {
  const { type, d } = Object(signal) as Readonly<Record<string, unknown>>;
  return type === "k" ? d : null;
};

/** Somebody says that it was sealed in a version that this page does not know. */
export const isOfNewer = (signal: unknown): boolean => (versionOf(sealedPart(signal)) ?? 0) > sealVersion;

/** The signal, or null for what no member sealed for us in this peer's name. Never throws. */
export const unsealSignal = (
  sealed: unknown,
  { topic, sealKey }: Keys,
  { self, peer }: PeerIds,
): Signal | null => {
  const plain = unseal(sealedPart(sealed), { topic, sealKey, from: peer, to: self });
  return plain && parseSignal(plain);
};
