// Raw deflate (RFC 1951) where the platform has it: for large messages and for files.

import { concat } from "./bytes.ts";

export const canDeflate = (): boolean =>
  typeof CompressionStream === "function" && typeof DecompressionStream === "function";

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

/** Shorter bytes, or null where that is not possible. */
export const deflate = (bytes: Uint8Array): Promise<Uint8Array | null> =>
  canDeflate()
    ? through(bytes, new CompressionStream("deflate-raw"), bytes.length).catch(() => null)
    : Promise.resolve(null);

/** The bytes as they were, or null when these are not deflated bytes, or of more than `limit`. */
export const inflate = (bytes: Uint8Array, limit: number): Promise<Uint8Array | null> =>
  canDeflate()
    ? through(bytes, new DecompressionStream("deflate-raw"), limit).catch(() => null)
    : Promise.resolve(null);
