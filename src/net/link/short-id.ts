// What stands for a peer in the list of holders of a live frame (MS1).

import { fromBase64url, utf8 } from "../../lib/bytes.ts";

/** Four bytes tell a room's peers apart; two that share them cost a copy, found by anti-entropy. */
export const shortIdOf = (peerId: string): number => {
  const [a = 0, b = 0, c = 0, d = 0] = fromBase64url(peerId.slice(0, 6)) ?? utf8(peerId);
  return ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
};
