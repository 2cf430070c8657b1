// The people of a room as its screen sees them: who they are says what they signed, where they are says the network.

import { foldName } from "../../room/fold.ts";
import type { AuthorId } from "../../room/ids.ts";
import { fingerprintOf, hueOf, type People } from "../../room/people.ts";
import type { PersonPath, ShownPerson } from "../model.ts";
import { carries, type NetState } from "../session/net-state.ts";

export type RosterOptions = Readonly<{
  me: AuthorId;
  people: Pick<People, "authors" | "nameOf" | "tags">;
  blocked: ReadonlySet<AuthorId>;
  /** As the network is now. */
  net: () => NetState;
  /** The user's name, where no record tells it yet. */
  userName: () => string;
}>;

export class Roster {
  readonly #options: RosterOptions;
  readonly #shown = new Map<AuthorId, ShownPerson>();
  #all: readonly ShownPerson[] | null = null;

  constructor(options: RosterOptions) {
    this.#options = options;
  }

  /** You first, then those present by name, then those away. */
  get all(): readonly ShownPerson[] {
    if (this.#all !== null) return this.#all;
    const { me, people } = this.#options;
    const order = (person: ShownPerson): number =>
      person.path === "you" ? 0 : person.path === "away" ? 2 : 1;
    this.#all = [...new Set<AuthorId>([me, ...this.present, ...people.authors])]
      .map((author) => this.of(author))
      .sort((a, b) => order(a) - order(b) || a.name.localeCompare(b.name));
    return this.#all;
  }

  /** The others who are inside now. */
  get present(): ReadonlySet<AuthorId> {
    const { me, net } = this.#options;
    return new Set(
      net()
        .present.filter(({ inside, author }) => inside && author !== me)
        .map(({ author }) => author),
    );
  }

  of(author: AuthorId): ShownPerson {
    const known = this.#shown.get(author);
    if (known !== undefined) return known;
    const made = this.#see(author);
    this.#shown.set(author, made);
    return made;
  }

  /** A key other than ours, present now, uses this name or asks for it before us (ID2). */
  isTaken(name: string): boolean {
    const { me, people, net } = this.#options;
    const folded = foldName(name);
    return net().present.some(({ author, inside, asking }) => {
      if (author === me) return false;
      if (inside) return foldName(people.nameOf(author)) === folded;
      return foldName(asking) === folded && author < me;
    });
  }

  /** Something changed: everybody is looked at anew when somebody asks. */
  forget(): void {
    this.#shown.clear();
    this.#all = null;
  }

  #see(author: AuthorId): ShownPerson {
    const { me, people, blocked, userName } = this.#options;
    const { signaling, links, present, faulty } = this.#options.net();
    const link = links.find((one) => one.author === author && carries(one, signaling));
    const here = present.find((one) => one.author === author);
    const path: PersonPath =
      author === me
        ? "you"
        : link !== undefined
          ? link.relayed
            ? "relayed"
            : "direct"
          : here?.inside === true
            ? "connecting"
            : "away";
    return {
      author,
      name: people.nameOf(author) || (author === me ? userName() : ""),
      tag: people.tags().get(author) ?? null,
      hue: hueOf(author),
      path,
      rttMs: link?.rttMs ?? null,
      typing: here?.typing ?? false,
      blocked: blocked.has(author),
      fingerprint: fingerprintOf(author),
      faulty: faulty.includes(author),
    };
  }
}
