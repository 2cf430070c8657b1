// A room as it is open: messages, people, door and reading over a session, which has the document and the network.
// Makes these parts, tells them what came, and ends them in order.

import type { Stop } from "../../lib/listeners.ts";
import type { AuthorId, RecordId } from "../../room/ids.ts";
import type { Message } from "../../room/message.ts";
import { Messages } from "../../room/messages.ts";
import type { Payload } from "../../room/payload.ts";
import { People } from "../../room/people.ts";
import type { ParsedRecord } from "../../room/record.ts";
import type { Persistence } from "../../storage/persist.ts";
import type { RoomPreferences } from "../../storage/preferences.ts";
import { once } from "../first-paint.ts";
import { newestOf } from "../session/custody.ts";
import { Door } from "./door.ts";
import type { RoomModel } from "../model.ts";
import type { Hiding } from "../page-life.ts";
import { OwnRecords } from "./own-records.ts";
import { Reading } from "./reading.ts";
import { RoomName } from "./room-name.ts";
import { readRoomState, type RoomState } from "./room-state.ts";
import { ShownRoom } from "./shown-room.ts";
import { Roster } from "./roster.ts";
import { latestOf, ScreenfulKeeper } from "./screenful-keeper.ts";
import { Seeking } from "./seeking.ts";
import type { ThisTab } from "../this-tab.ts";
import { Session, type SessionOptions } from "../session/session.ts";
import { StorageMeter } from "./storage-meter.ts";

/** What is dated ahead, and whether the wall has fallen back, is looked at so often (RC3): it costs nothing while nothing is. */
const recheckMs = 15_000;

export type RoomOptions = Omit<SessionOptions, "trust" | "screenful" | "latest"> &
  Readonly<{
    preferences: RoomPreferences;
    tab: ThisTab;
    persistence: Persistence;
    /** The user's name, "" until chosen. */
    userName: () => string;
    onName: (name: string) => void;
    /** Reveals who made this room, in its first record (LK1). */
    creation: Readonly<{ nonce: Uint8Array; name: string }> | null;
    /** Fetches what tells how a name looks (ID2). */
    looks: () => Promise<(name: string) => string>;
    /** For a room that is new to this device: nothing begins before Enter is pressed, and then this comes first (LK7). */
    beforeFirst: (() => Promise<void>) | null;
  }>;

export class Room {
  readonly #options: RoomOptions;
  readonly #blocked: Set<AuthorId>;
  readonly #name: RoomName;
  readonly #messages: Messages;
  readonly #people: People;
  readonly #session: Session;
  readonly #door: Door;
  readonly #seeking: Seeking;
  readonly #reading: Reading;
  readonly #own: OwnRecords;
  readonly #keeper: ScreenfulKeeper;
  readonly #shown: ShownRoom;
  /** After the room is open, and with each waking until it could be fetched. */
  readonly #learnLooks: () => Promise<void>;
  readonly #stops: Stop[];
  #closed = false;

  /** Reads what is kept of the room, then opens it; resolves when its last screenful can be drawn. */
  static async open(options: RoomOptions): Promise<Room> {
    return new Room(options, await readRoomState(options.preferences, options.tab, options.clock.now()));
  }

  private constructor(options: RoomOptions, state: RoomState) {
    const { link, preferences, persistence, userName, clock, host } = options;
    const { now } = clock;
    const { blocked, trust, unsent } = state;
    const me = options.identity.id;
    const name = new RoomName(link);
    const messages = new Messages({ now, blocked });
    const people = new People({ now });
    const latest = (): readonly RecordId[] => latestOf(messages, people, me);
    const session = new Session({ ...options, trust, screenful: state.records, latest });
    const roster = new Roster({ me, people, blocked, net: () => session.net, userName });
    const onChange = (): void => this.#shown.changed();
    const seeking = new Seeking({ net: () => session.net, isNew: options.creation !== null, onChange });
    const door = new Door({
      session,
      userName,
      isNew: options.beforeFirst !== null,
      knownName: () => people.nameOf(me),
      isTaken: (one) => roster.isTaken(one),
      isSeeking: () => seeking.on,
      onEnter: (entered) => this.#onEnter(entered),
      onChange,
      subscribe: (listener) => this.#shown.subscribe(listener),
    });
    const reading = new Reading({ ...state, me, preferences, now });
    const own = new OwnRecords({ me, messages, session, preferences, erasing: state.erasing, onChange });
    const keeper = new ScreenfulKeeper({ session, preferences, latest, trust });
    const meter = new StorageMeter({ bytes: () => session.store?.bytes() ?? 0, persistence, onChange });
    const setBlocked = (author: AuthorId, on: boolean): void => this.#setBlocked(author, on);
    const parts = {
      link,
      me,
      name,
      session,
      messages,
      people,
      roster,
      door,
      reading,
      unsent,
      own,
      meter,
      seeking,
    };
    this.#seeking = seeking;
    this.#shown = new ShownRoom({ ...parts, host, clock, persistence, setBlocked });
    this.#options = options;
    this.#blocked = blocked;
    this.#name = name;
    this.#messages = messages;
    this.#people = people;
    this.#session = session;
    this.#door = door;
    this.#reading = reading;
    this.#own = own;
    this.#keeper = keeper;
    this.#learnLooks = once(async () => {
      await people.learnLooks(await options.looks());
      onChange();
    });
    const recheck = setInterval(() => this.#recheck(), recheckMs);
    this.#stops = [
      session.ledger.onAccepted((records) => this.#onRecords(records)),
      session.ledger.onErased((id) => {
        own.keep(id); // another device of its author was faster
        keeper.keepSoon();
      }),
      session.ledger.onRemoved((id) => messages.remove(id)),
      session.changes.add(() => this.#onSession()),
      () => clearInterval(recheck),
      seeking.stop,
    ];
    void this.#start({ hasScreenful: state.records.length > 0 });
  }

  /** For the screens. */
  get model(): RoomModel {
    return this.#shown;
  }

  get keys(): Session["keys"] {
    return this.#session.keys;
  }

  /** For what is brought into it from a file. */
  get session(): Pick<Session, "doc" | "ledger"> {
    return this.#session;
  }

  /** The page came back to life, or into view. */
  wake(options: { networkChanged?: boolean } = {}): void {
    this.#recheck();
    this.#session.wake(options);
    this.#tryLooks();
  }

  offline(): void {
    this.#session.offline();
  }

  /** The page is out of sight, or going: it may get no other turn. */
  async hide(options: Hiding): Promise<void> {
    this.#reading.keep();
    await this.#own.settle();
    void this.#keeper.keep({ leaving: true });
    await this.#session.hide(options);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#shown.close();
    this.#door.close();
    this.#reading.keep();
    await this.#own.close();
    await this.#keeper.close();
    for (const stop of this.#stops) stop();
    await this.#session.close();
  }

  get #me(): AuthorId {
    return this.#options.identity.id;
  }

  async #start({ hasScreenful }: Readonly<{ hasScreenful: boolean }>): Promise<void> {
    await this.#door.pressed;
    await this.#options.beforeFirst?.();
    const drawn = hasScreenful ? this.#shown.drawn() : Promise.resolve();
    const opening = drawn.then(() => (this.#closed ? undefined : this.#session.open()));
    void this.#door.pass(opening);
    await opening;
    // Not once all is verified: whoever keeps that from ever being so would go without a tag.
    if (!this.#closed) this.#tryLooks();
    await this.#session.ledger.whenSettled();
    if (!this.#closed) this.#own.resume();
  }

  #tryLooks(): void {
    this.#learnLooks().catch(() => undefined); // the host may be away
  }

  #onEnter(name: string): void {
    const { creation, onName } = this.#options;
    const known = this.#people.nameOf(this.#me);
    const payloads: Payload[] = [];
    onName(name);
    if (creation !== null && this.#messages.list.length === 0 && known === "")
      payloads.push({ kind: "room", nonce: creation.nonce, name: creation.name, shelf: 0, hidden: [] });
    if (known !== name) payloads.push({ kind: "name", name });
    if (payloads.length > 0) this.#session.write(payloads);
  }

  #onRecords(records: readonly ParsedRecord[]): void {
    this.#people.add(records);
    this.#name.take(records);
    this.#onFresh(this.#messages.add(records));
    this.#keeper.keepSoon();
    this.#shown.changed();
  }

  #onFresh(fresh: readonly Message[]): void {
    // History is verified from the newest back: the old must not push the newest out.
    if (fresh.some(({ author }) => author === this.#me))
      this.#session.custody.follow(newestOf(this.#messages.list, this.#me));
    this.#reading.take(fresh, { loaded: this.#session.loaded });
  }

  #onSession(): void {
    this.#seeking.look();
    const { present } = this.#session.net;
    for (const { author, inside } of present) if (inside) this.#people.see(author, this.#options.clock.now());
    this.#shown.changed();
  }

  #recheck(): void {
    if (this.#messages.recheck()) this.#shown.changed();
  }

  #setBlocked(author: AuthorId, blocked: boolean): void {
    this.#messages.setBlocked(author, blocked);
    void this.#options.preferences.blocked.set([...this.#blocked]);
    this.#keeper.keepSoon();
    this.#shown.changed();
  }
}
