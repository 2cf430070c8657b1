// The people of a room as its screen sees them: who they are says what they signed, where they are says the network.
// Of all who ever gave a name only those present or with a message in view are looked at: names can be made up (RC4).

import { foldName } from "../../room/fold.ts";
import type { AuthorId } from "../../room/ids.ts";
import { fingerprintOf, hueOf, type People } from "../../room/people.ts";
import type { PersonPath, ShownPerson } from "../model.ts";
import { carries, type NetState } from "../session/net-state.ts";

export type RosterOptions = Readonly<{
  me: AuthorId;
  people: Pick<People, "nameOf" | "tagOf">;
  blocked: ReadonlySet<AuthorId>;
  /** As the network is now. */
  net: () => NetState;
  /** The user's name, where no record tells it yet. */
  userName: () => string;
}>;

/** The network by author, looked through once for all who are drawn. */
type Whereabouts = Readonly<{
  links: ReadonlyMap<AuthorId, NetState["links"][number]>;
  present: ReadonlyMap<AuthorId, NetState["present"][number]>;
  faulty: ReadonlySet<AuthorId>;
}>;

/** The first of each author. */
const byAuthor = <T extends Readonly<{ author: AuthorId }>>(list: readonly T[]): Map<AuthorId, T> =>
  new Map(list.toReversed().map((one) => [one.author, one]));

const byName = new Intl.Collator();

export class Roster {
  readonly #options: RosterOptions;
  readonly #shown = new Map<AuthorId, ShownPerson>();
  #inView: ReadonlySet<AuthorId> = new Set();
  #where: Whereabouts | null = null;
  #all: readonly ShownPerson[] | null = null;

  constructor(options: RosterOptions) {
    this.#options = options;
  }

  /** You first, then those present by name, then those away who have a message in view, or are blocked: that can be undone. */
  get all(): readonly ShownPerson[] {
    if (this.#all !== null) return this.#all;
    const order = (person: ShownPerson): number =>
      person.path === "you" ? 0 : person.path === "away" ? 2 : 1;
    const { me, blocked } = this.#options;
    this.#all = [...new Set<AuthorId>([me, ...this.present, ...this.#inView, ...blocked])]
      .map((author) => this.of(author))
      .sort((a, b) => order(a) - order(b) || byName.compare(a.name, b.name));
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

  /** Whose messages are drawn. True when these are others than before. */
  setInView(authors: ReadonlySet<AuthorId>): boolean {
    const before = this.#inView;
    if (authors.size === before.size && [...authors].every((author) => before.has(author))) return false;
    this.#inView = authors;
    return true;
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
    this.#where = null;
    this.#all = null;
  }

  #look(): Whereabouts {
    const { signaling, links, present, faulty } = this.#options.net();
    return {
      links: byAuthor(links.filter((one) => carries(one, signaling))),
      // In one tab at the door, in another inside.
      present: byAuthor([...present.filter(({ inside }) => inside), ...present]),
      faulty: new Set(faulty),
    };
  }

  #see(author: AuthorId): ShownPerson {
    const { me, people, blocked, userName } = this.#options;
    const { links, present, faulty } = (this.#where ??= this.#look());
    const link = links.get(author);
    const here = present.get(author);
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
      tag: people.tagOf(author),
      hue: hueOf(author),
      path,
      rttMs: link?.rttMs ?? null,
      typing: here?.typing ?? false,
      blocked: blocked.has(author),
      fingerprint: fingerprintOf(author),
      faulty: faulty.has(author),
    };
  }
}
