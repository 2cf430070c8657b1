// A signal as it leaves: of a type that y-webrtc does not know and passes on untouched (PR2), sealed for the two it is between.

import type { RoomContext } from "../context.ts";
import type { PeerIds } from "../mesh/reach.ts";
import { seal, unseal } from "./seal.ts";
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

/** The signal, or null for what no member sealed for us in this peer's name. Never throws. */
export const unsealSignal = (
  sealed: unknown,
  { topic, sealKey }: Keys,
  { self, peer }: PeerIds,
): Signal | null => {
  if (typeof sealed !== "object" || sealed === null) return null;
  const { type, d } = sealed as Record<string, unknown>;
  if (type !== "k") return null;
  const plain = unseal(d, { topic, sealKey, from: peer, to: self });
  return plain && parseSignal(plain);
};
