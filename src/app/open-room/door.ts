// The door of a room (ID2): a name that nobody present uses gets one in; who is known here is not kept waiting. A room that is
// new to this device begins with the press of Enter (LK7): a link alone puts nobody into it.

import type { Stop } from "../../lib/listeners.ts";
import { waitUntil } from "../../lib/wait-until.ts";
import { foldName, tidy } from "../../room/fold.ts";
import { suggestNames } from "../../room/people.ts";
import type { Entry, NameClash, NameProblem } from "../model.ts";
import { nameProblem } from "../name-problem.ts";
import type { Session } from "../session/session.ts";

/** Enter waits at most this long for the room's names. */
const waitMs = 2000;
/** When the first names have come, the others are not far. */
const moreNamesMs = 100;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export type DoorOptions = Readonly<{
  session: Pick<Session, "say" | "net"> &
    Readonly<{ ledger: Pick<Session["ledger"], "settled" | "whenSettled"> }>;
  /** The user's name, "" until chosen. */
  userName: () => string;
  /** Nothing has begun of this room, nor does before Enter is pressed. */
  isNew: boolean;
  /** The name that the room knows this user by, "" while it knows none. */
  knownName: () => string;
  isTaken: (name: string) => boolean;
  /** Those who are here may not be met yet. */
  isSeeking: () => boolean;
  /** Inside, under this name. */
  onEnter: (name: string) => void;
  onChange: () => void;
  /** Calls after each change of the room. */
  subscribe: (listener: () => void) => Stop;
}>;

export class Door {
  readonly #options: DoorOptions;
  /** Resolves when the room may begin: in a room known to this device at once. Never where nobody presses Enter. */
  readonly pressed: Promise<void>;
  #press: (() => void) | null = null;
  /** The name to go in under; null: the user's. */
  #wished: string | null = null;
  #entry: Entry = { at: "entering" };
  #closed = false;

  constructor(options: DoorOptions) {
    this.#options = options;
    if (options.isNew || options.userName() === "") this.#entry = { at: "door", clash: null };
    this.pressed = options.isNew ? new Promise((resolve) => (this.#press = resolve)) : Promise.resolve();
  }

  get entry(): Entry {
    return this.#entry;
  }

  /** `anyway`: whoever uses the name, it is one's own. */
  enter(name: string, { anyway = false } = {}): NameProblem | null {
    const tidied = tidy(name);
    const problem = nameProblem(tidied);
    if (problem !== null) return problem;
    if (this.#press !== null) this.#begin(tidied, this.#press);
    else if (anyway || this.#isTold || this.#isKnown(tidied)) this.#decide(tidied, { anyway });
    else void this.#enterWhenTold(tidied);
    return null;
  }

  /** From inside: the old name stands until the new one is free, or taken `anyway`. */
  rename(name: string, { anyway = false } = {}): NameProblem | NameClash | null {
    const { isTaken, userName, onEnter, onChange } = this.#options;
    const tidied = tidy(name);
    const problem = nameProblem(tidied);
    if (problem !== null) return problem;
    if (!anyway && foldName(tidied) !== foldName(userName()) && isTaken(tidied)) return this.#clash(tidied);
    onEnter(tidied);
    onChange();
    return null;
  }

  /** Goes in under the name wished or the user's, unless there is none, it is in use, or the user was faster. `opening`: the document loads. */
  async pass(opening: Promise<void>): Promise<void> {
    const { session, userName } = this.#options;
    const name = this.#wished ?? userName();
    if (!this.#isEntering) return;
    // A clash found later gives tags and a banner. The last screenful tells it already (ST5); what is written before the
    // document is loaded is stored with it.
    await session.ledger.whenSettled();
    if (this.#isEntering && this.#isKnown(name)) this.#decide(name, { anyway: true });
    await opening;
    if (!this.#isEntering) return;
    // Names are verified first; a long history goes on being verified inside.
    await Promise.race([session.ledger.whenSettled(), pause(waitMs)]);
    if (!this.#isEntering) return;
    if (!this.#isKnown(name)) await this.#namesTold(name);
    if (this.#isEntering) this.#decide(name, { anyway: this.#isKnown(name) });
  }

  close(): void {
    this.#closed = true;
  }

  get #isEntering(): boolean {
    return !this.#closed && this.#entry.at === "entering";
  }

  /** The room knows this user by this name. */
  #isKnown(name: string): boolean {
    return foldName(this.#options.knownName()) === foldName(name);
  }

  /** Somebody present has told the room's names, or there is nobody who could. */
  get #isTold(): boolean {
    const { session, isSeeking } = this.#options;
    return session.net.present.some(({ inside }) => inside) ? session.ledger.settled : !isSeeking();
  }

  /** The names come after the click: `pass` goes in. */
  #begin(name: string, press: () => void): void {
    this.#press = null;
    this.#wished = name;
    this.#entry = { at: "entering" };
    press();
    this.#options.onChange();
  }

  async #enterWhenTold(name: string): Promise<void> {
    this.#entry = { at: "entering" };
    this.#options.onChange();
    await this.#namesTold(name);
    if (this.#isEntering) this.#decide(name, { anyway: false });
  }

  /** Resolves when the names are told, at the latest after two seconds. */
  async #namesTold(asking: string): Promise<void> {
    const { session, subscribe, isSeeking } = this.#options;
    if (this.#isTold && !isSeeking()) return;
    session.say({ asking });
    await waitUntil(() => this.#isTold, { subscribe, mostMs: waitMs - moreNamesMs });
    await pause(moreNamesMs);
  }

  /** In, or back at the door with free names to choose from. */
  #decide(name: string, { anyway }: Readonly<{ anyway: boolean }>): void {
    const { isTaken, session, onEnter, onChange } = this.#options;
    if (!anyway && isTaken(name)) this.#entry = { at: "door", clash: this.#clash(name) };
    else {
      this.#entry = { at: "inside" };
      session.say({ inside: true, asking: "" });
      onEnter(name);
    }
    onChange();
  }

  #clash(name: string): NameClash {
    return { name, suggestions: suggestNames(name, this.#options.isTaken) };
  }
}
