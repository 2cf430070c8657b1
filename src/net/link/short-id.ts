import { sha256 } from "@noble/hashes/sha2.js";
import { concat, utf8 } from "../../lib/bytes.ts";

/**
 * What stands for peers in the list of holders of a live frame (MS1): 4 bytes of SHA-256(peer id ‖ SHA-256(payload)). Two that
 * share them in one frame do not in the next, so nobody is skipped twice.
 */
export const shortIdsFor = (payload: Uint8Array): ((peerId: string) => number) => {
  const digest = sha256(payload);
  return (peerId) => {
    const [a = 0, b = 0, c = 0, d = 0] = sha256(concat(utf8(peerId), digest));
    return ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
  };
};
