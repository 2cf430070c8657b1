// The door of a room (ID2): a name that nobody present uses gets one in; who is known here is not kept waiting.

import { isBlank } from "../../lib/blank.ts";
import type { Stop } from "../../lib/listeners.ts";
import { waitUntil } from "../../lib/wait-until.ts";
import { foldName, isNameWithinLimits, tidy } from "../../room/fold.ts";
import { suggestNames } from "../../room/people.ts";
import type { Entry, NameProblem } from "../model.ts";
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
  /** The name that the room knows this user by, "" while it knows none. */
  knownName: () => string;
  isTaken: (name: string) => boolean;
  /** Made here: nobody can be in it. */
  isNew: boolean;
  /** Inside, under this name. */
  onEnter: (name: string) => void;
  onChange: () => void;
  /** Calls after each change of the room. */
  subscribe: (listener: () => void) => Stop;
}>;

export class Door {
  readonly #options: DoorOptions;
  #entry: Entry = { at: "entering" };
  #closed = false;

  constructor(options: DoorOptions) {
    this.#options = options;
    if (options.userName() === "") this.#entry = { at: "door", clash: null };
  }

  get entry(): Entry {
    return this.#entry;
  }

  enter(name: string, { anyway = false } = {}): NameProblem | null {
    const { isTaken, session, onEnter, onChange } = this.#options;
    const tidied = tidy(name);
    if (isBlank(tidied)) return "empty";
    if (!isNameWithinLimits(tidied)) return "too-long";
    if (!anyway && isTaken(tidied))
      this.#entry = { at: "door", clash: { name: tidied, suggestions: suggestNames(tidied, isTaken) } };
    else {
      this.#entry = { at: "inside" };
      session.say({ inside: true, asking: "" });
      onEnter(tidied);
    }
    onChange();
    return null;
  }

  /** Goes in under the user's name, unless there is none, it is in use, or the user was faster. `opening`: the document loads. */
  async pass(opening: Promise<void>): Promise<void> {
    const { session, userName, knownName, isNew } = this.#options;
    const name = userName();
    if (!this.#isEntering) return;
    // A clash found later gives tags and a banner. The last screenful tells it already (ST5); what is written before the
    // document is loaded is stored with it.
    const isKnown = (): boolean => foldName(knownName()) === foldName(name);
    await session.ledger.whenSettled();
    if (this.#isEntering && isKnown()) this.enter(name, { anyway: true });
    await opening;
    if (!this.#isEntering) return;
    // Names are verified first; a long history goes on being verified inside.
    await Promise.race([session.ledger.whenSettled(), pause(waitMs)]);
    if (!this.#isEntering) return;
    if (!isNew && !isKnown()) {
      session.say({ asking: name });
      await this.#namesTold();
    }
    if (this.#isEntering) this.enter(name, { anyway: isKnown() });
  }

  close(): void {
    this.#closed = true;
  }

  get #isEntering(): boolean {
    return !this.#closed && this.#entry.at === "entering";
  }

  /** Resolves when somebody present has told the room's names, at the latest after two seconds. */
  async #namesTold(): Promise<void> {
    const { session, subscribe } = this.#options;
    const isTold = (): boolean => session.net.present.some(({ inside }) => inside) && session.ledger.settled;
    await waitUntil(isTold, { subscribe, mostMs: waitMs - moreNamesMs });
    await pause(moreNamesMs);
  }
}
