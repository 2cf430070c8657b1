// Raw deflate (RFC 1951) where the platform has it: for large messages and for files.

import { concat } from "./bytes.ts";

/** Records carry signatures, which do not shrink: what claims to be so much smaller was made to fill memory, or goes as it is. */
const maxInflation = 50;

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
export const deflate = async (bytes: Uint8Array): Promise<Uint8Array | null> => {
  if (!canDeflate()) return null;
  const shorter = await through(bytes, new CompressionStream("deflate-raw"), bytes.length).catch(() => null);
  return shorter !== null && bytes.length <= shorter.length * maxInflation ? shorter : null;
};

/** The bytes as they were, or null when these are not deflated bytes, or of more than `limit` or `maxInflation` allows. */
export const inflate = async (bytes: Uint8Array, limit: number): Promise<Uint8Array | null> => {
  if (!canDeflate()) return null;
  const most = Math.min(limit, bytes.length * maxInflation);
  return through(bytes, new DecompressionStream("deflate-raw"), most).catch(() => null);
};
