// Keeps a room's last screenful and what was verified of it, for the next opening (ST5): soon after a change, and on leaving.

import type { AuthorId, RecordId } from "../../room/ids.ts";
import type { Messages } from "../../room/messages.ts";
import type { People } from "../../room/people.ts";
import type { RoomPreferences } from "../../storage/preferences.ts";
import { sealScreenful } from "./screenful.ts";
import type { Session } from "../session/session.ts";
import { sealTrust } from "../session/trust.ts";

const screenfulSize = 60;
const everyMs = 3000;
/** Sealing costs with the size of the room: a larger one is sealed when it is left, not while it is read. */
const sealedWhileOpen = 3000;

/** The newest messages, as a newcomer or the next opening wants them, with the names they need and one's own. */
export const latestOf = (
  messages: Pick<Messages, "list">,
  people: Pick<People, "nameRecordsOf">,
  me: AuthorId,
): readonly RecordId[] => {
  const newest = messages.list.slice(-screenfulSize);
  return [
    ...people.nameRecordsOf(new Set([me, ...newest.map(({ author }) => author)])),
    ...newest.filter(({ erased }) => !erased).map(({ id }) => id),
  ];
};

export type ScreenfulKeeperOptions = Readonly<{
  session: Pick<Session, "loaded"> &
    Readonly<{ ledger: Pick<Session["ledger"], "settled" | "size" | "bytesOf" | "accepted" | "refused"> }>;
  preferences: Pick<RoomPreferences, "screenful">;
  latest: () => readonly RecordId[];
  /** As it was kept. */
  trust: Uint8Array;
}>;

export class ScreenfulKeeper {
  readonly #options: ScreenfulKeeperOptions;
  #trust: Uint8Array;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(options: ScreenfulKeeperOptions) {
    this.#options = options;
    this.#trust = options.trust;
  }

  keepSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      void this.keep();
    }, everyMs);
  }

  /**
   * Resolves when it is kept. Before the document is loaded nothing is: it could be less than what is there. A long history is
   * verified from the newest back, so what is drawn can be kept long before the whole is trusted.
   */
  async keep({ leaving = false } = {}): Promise<void> {
    const { session, preferences, latest } = this.#options;
    const { ledger, loaded } = session;
    if (!loaded) return;
    const records = latest().flatMap((id) => ledger.bytesOf(id) ?? []);
    if (ledger.settled && (leaving || ledger.size < sealedWhileOpen))
      this.#trust = sealTrust(ledger.accepted(), ledger.refused());
    await preferences.screenful.set(sealScreenful(this.#trust, records));
  }

  close(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    return this.keep({ leaving: true });
  }
}
