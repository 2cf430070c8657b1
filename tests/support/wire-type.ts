// What a message on its way is, from its bytes: cheap enough for every message of a crowd.

import { codes, gossipCodes, type LinkMessage } from "../../src/net/link/message.ts";

export const isType = (bytes: Uint8Array, ...types: readonly LinkMessage["type"][]): boolean =>
  types.some((type) => bytes[0] === codes[type]);

/** A gossip message of at most 127 holders that carries this. */
export const carries = (bytes: Uint8Array, what: keyof typeof gossipCodes): boolean =>
  isType(bytes, "gossip") && bytes[2 + (bytes[1] ?? 0) * 4] === gossipCodes[what];
