// What an author's records may cost others (GT0): who writes more is heard by those linked to him, and comparing digests brings
// the rest to everyone else; nobody forwards it.

import { Allowance } from "../../lib/allowance.ts";

/** More than anybody types: an evening's pasted pages. */
const rate = { perSecond: 16 * 1024, burst: 512 * 1024 } as const;
const remembered = 1000;

export class AuthorMeters {
  /** The last heard last. */
  readonly #allowances = new Map<string, Allowance>();

  /** False when there is no more left for this author now. */
  pay(author: string, bytes: number): boolean {
    const allowance = this.#allowances.get(author) ?? new Allowance(rate);
    this.#allowances.delete(author);
    this.#allowances.set(author, allowance);
    const [oldest] = this.#allowances.keys();
    if (this.#allowances.size > remembered && oldest !== undefined) this.#allowances.delete(oldest);
    if (allowance.left <= 0) return false;
    allowance.spend(bytes);
    return true;
  }
}
