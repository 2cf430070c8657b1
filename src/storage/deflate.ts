// Deflate where the platform has it, for what is stored in files. (net/deflate.ts does it for messages, with their limits.)

import { concat } from "../lib/bytes.ts";

export const canDeflate = (): boolean =>
  typeof CompressionStream === "function" && typeof DecompressionStream === "function";

const through = async (
  bytes: Uint8Array<ArrayBuffer>,
  stream: ReadableWritablePair<Uint8Array, BufferSource>,
  limit: number,
): Promise<Uint8Array | null> => {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
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

/** Shorter bytes, or null where that is not possible. */
export const deflate = (bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array | null> =>
  canDeflate()
    ? through(bytes, new CompressionStream("deflate-raw"), bytes.length).catch(() => null)
    : Promise.resolve(null);

/** The bytes as they were, or null when these are not deflated bytes, or of more than `limit`. */
export const inflate = (bytes: Uint8Array<ArrayBuffer>, limit: number): Promise<Uint8Array | null> =>
  canDeflate()
    ? through(bytes, new DecompressionStream("deflate-raw"), limit).catch(() => null)
    : Promise.resolve(null);
