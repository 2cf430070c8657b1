// What each address holds and does: its sockets and its share of work. Forgotten when idle, so the table is bounded
// by the sockets there are and by those that just left.

import { Bucket } from "./bucket.ts";
import type { Limits } from "./limits.ts";

export type AddressUse = { sockets: number; readonly bucket: Bucket };

type TableLimits = Pick<Limits, "addressRate" | "addressBurst">;

export class AddressTable {
  readonly #uses = new Map<string, AddressUse>();
  readonly #limits: TableLimits;

  constructor(limits: TableLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#uses.size;
  }

  use(key: string, now: number): AddressUse {
    const known = this.#uses.get(key);
    if (known !== undefined) return known;
    const use = { sockets: 0, bucket: new Bucket(this.#limits.addressRate, this.#limits.addressBurst, now) };
    this.#uses.set(key, use);
    return use;
  }

  /** Forgets addresses without sockets whose bucket has refilled: nothing is lost by it. */
  sweep(now: number): void {
    for (const [key, use] of this.#uses) {
      if (use.sockets === 0 && use.bucket.isFull(now)) this.#uses.delete(key);
    }
  }
}
