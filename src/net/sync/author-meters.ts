// What an author's records may cost others (GT0): who writes more is heard by those linked to him, and comparing digests brings
// the rest to everyone else; nobody forwards it.

/** More than anybody types: an evening's pasted pages. */
const rate = { bytesPerSecond: 16 * 1024, burstBytes: 512 * 1024 } as const;
const remembered = 1000;

export class AuthorMeters {
  readonly #left = new Map<string, { bytes: number; at: number }>();

  /** False when there is no more left for this author now. */
  pay(author: string, bytes: number): boolean {
    const now = performance.now();
    const known = this.#left.get(author) ?? { bytes: rate.burstBytes, at: now };
    const left = Math.min(rate.burstBytes, known.bytes + ((now - known.at) / 1000) * rate.bytesPerSecond);
    const isEnough = left > 0;
    this.#left.delete(author);
    this.#left.set(author, { bytes: isEnough ? left - bytes : left, at: now });
    const [oldest] = this.#left.keys();
    if (this.#left.size > remembered && oldest !== undefined) this.#left.delete(oldest);
    return isEnough;
  }
}
