// Deflates large messages where the platform can (FR1): history shrinks to about 0.58 of its size.

import { concat } from "../lib/bytes.ts";
import { maxMessageBytes, type Packed } from "./frames.ts";

/** Below this the saving is not worth the asynchronous detour. */
const worthDeflatingBytes = 4 * 1024;

const canDeflate = typeof CompressionStream === "function" && typeof DecompressionStream === "function";

const through = async (
  bytes: Uint8Array,
  stream: ReadableWritablePair<Uint8Array, BufferSource>,
  limit: number,
): Promise<Uint8Array | null> => {
  const writer = stream.writable.getWriter();
  // A failure shows on the readable side as well; here it only has to be observed.
  const written = writer.write(bytes as Uint8Array<ArrayBuffer>).then(() => writer.close());
  written.catch(() => undefined);
  const reader = stream.readable.getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return concat(...parts);
    size += value.length;
    if (size > limit) {
      await reader.cancel();
      return null;
    }
    parts.push(value);
  }
};

/** The message, deflated when that makes it shorter. */
export const pack = (bytes: Uint8Array): Packed | Promise<Packed> => {
  if (!canDeflate || bytes.length < worthDeflatingBytes) return { bytes, deflated: false };
  return through(bytes, new CompressionStream("deflate-raw"), bytes.length).then((shorter) =>
    shorter === null ? { bytes, deflated: false } : { bytes: shorter, deflated: true },
  );
};

/** The message as it was, or null when it is not deflated data or grows over the limit. */
export const unpack = (packed: Packed): Uint8Array | null | Promise<Uint8Array | null> => {
  if (!packed.deflated) return packed.bytes;
  if (!canDeflate) return null;
  return through(packed.bytes, new DecompressionStream("deflate-raw"), maxMessageBytes).catch(() => null);
};
