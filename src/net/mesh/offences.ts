// Who sends what the bytes alone prove no correct peer sends (GT5). A few times may be an accident; then the link is cut and
// its author stays outside, also with a link made later.

import type { AuthorId } from "../../room/ids.ts";
import type { Link } from "../link/link.ts";

const maxOffences = 3;

export class Offences {
  /** Members caught at it. */
  readonly faulty = new Set<AuthorId>();
  readonly #counts = new WeakMap<Link, number>();

  /** True when this one was too many. */
  add(link: Link): boolean {
    const count = (this.#counts.get(link) ?? 0) + 1;
    this.#counts.set(link, count);
    if (count < maxOffences) return false;
    this.faulty.add(link.author); // also when the link has ended in the meantime
    return true;
  }
}
