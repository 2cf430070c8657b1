// Which messages are deflated (FR1): large ones; history shrinks to about 0.58 of its size.

import { canDeflate, deflate, inflate } from "../../lib/deflate.ts";
import { maxMessageBytes, type Packed } from "./frames.ts";

/** Below this the saving is not worth the asynchronous detour. */
const worthDeflatingBytes = 4 * 1024;

/** The message, deflated when that makes it shorter. */
export const pack = (bytes: Uint8Array): Packed | Promise<Packed> => {
  if (!canDeflate() || bytes.length < worthDeflatingBytes) return { bytes, deflated: false };
  return deflate(bytes).then((shorter) =>
    shorter === null ? { bytes, deflated: false } : { bytes: shorter, deflated: true },
  );
};

/** The message as it was, or null when it is not deflated data or grows over the limit. */
export const unpack = ({ bytes, deflated }: Packed): Uint8Array | null | Promise<Uint8Array | null> =>
  deflated ? inflate(bytes, maxMessageBytes) : bytes;
