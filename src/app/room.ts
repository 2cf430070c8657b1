// One room as its screen sees it: entering, people, messages, what may be done. The session beneath has document and network.

import { Listeners, type Stop } from "../lib/listeners.ts";
import { foldName, isNameWithinLimits, tidy } from "../room/fold.ts";
import type { Identity } from "../room/identity.ts";
import type { AuthorId, RecordId } from "../room/ids.ts";
import { isCreator } from "../room/keys.ts";
import { toFragment, type RoomLink } from "../room/link.ts";
import { Messages } from "../room/messages.ts";
import { comparePlaces } from "../room/places.ts";
import type { Message } from "../room/message.ts";
import { maxTextBytes, type Payload } from "../room/payload.ts";
import { fingerprintOf, hueOf, People, suggestNames } from "../room/people.ts";
import { recordHash, type ParsedRecord } from "../room/record.ts";
import { fromBase64url, utf8 } from "../lib/bytes.ts";
import type { Persistence } from "../storage/persist.ts";
import type { RoomPreferences } from "../storage/preferences.ts";
import type {
  Connection,
  Custody,
  Entry,
  NameProblem,
  PersonPath,
  PersonView,
  RoomModel,
  SendProblem,
  ShareLinks,
  Trouble,
} from "./model.ts";
import { PendingErases } from "./pending-erases.ts";
import { softCapBytes } from "./record-bytes.ts";
import { Session, type SessionOptions } from "./session.ts";
import { shareLinks } from "./share-links.ts";
import { openScreenful, sealScreenful } from "./screenful.ts";
import { sealTrust } from "./trust.ts";

const screenfulSize = 60;
/** Names of people seen this long ago still decide about tags; the rest of them are shown as away. */
const typingMs = 5000;
/** Enter waits at most this long for the room's names (ID2). */
const doorWaitMs = 2000;
const keepStateEveryMs = 3000;
const recheckMs = 60 * 60 * 1000;
const sealedWhileOpen = 3000;
const measuredForMs = 30_000;
const custodyFollows = 300;
/** A list that is being scrolled tells its place many times a second. */
const keepAnchorAfterMs = 500;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export type RoomOptions = Omit<SessionOptions, "trust" | "screenful" | "latest"> &
  Readonly<{
    preferences: RoomPreferences;
    persistence: Persistence;
    /** The user's name, "" until chosen. */
    userName: () => string;
    onName: (name: string) => void;
    /** Reveals who made this room, in its first record (LK1). */
    creation: Readonly<{ nonce: Uint8Array; name: string }> | null;
  }>;

export class Room implements RoomModel {
  readonly link: RoomLink;
  readonly #options: RoomOptions;
  readonly #identity: Identity;
  readonly #session: Session;
  readonly #listeners = new Listeners();
  readonly #messages: Messages;
  readonly #people: People;
  readonly #blocked: Set<AuthorId>;
  readonly #stops: Stop[] = [];
  readonly late = new Set<RecordId>();
  readonly #erases: PendingErases;
  #entry: Entry = { at: "entering" };
  #roomName: string;
  #draft: string;
  #read: Message | null = null;
  #readId: RecordId | null;
  #anchor: RecordId | null;
  #anchorTimer: ReturnType<typeof setTimeout> | null = null;
  #views = new Map<AuthorId, PersonView>();
  #persons: readonly PersonView[] | null = null;
  #typingTimer: ReturnType<typeof setTimeout> | null = null;
  #keepTimer: ReturnType<typeof setTimeout> | null = null;
  #trust: Uint8Array;
  #storage = { bytes: 0, persisted: false };
  #measuredAt = -Infinity;
  #scheduled = false;
  #closed = false;

  /** Reads what is kept of the room, then opens it; resolves when its last screenful can be drawn. */
  static async open(options: RoomOptions): Promise<Room> {
    const { preferences } = options;
    const [draft, read, anchor, erasing, screenful, blocked] = await Promise.all([
      preferences.draft.get(),
      preferences.readMarker.get(),
      preferences.anchor.get(),
      preferences.erasing.get(),
      preferences.screenful.get(),
      preferences.blocked.get(),
    ]);
    return new Room(options, {
      draft,
      read,
      anchor,
      erasing,
      blocked: new Set(blocked),
      ...openScreenful(screenful),
    });
  }

  private constructor(
    options: RoomOptions,
    kept: Readonly<{
      draft: string;
      read: RecordId | null;
      anchor: RecordId | null;
      erasing: readonly RecordId[];
      blocked: Set<AuthorId>;
      trust: Uint8Array;
      records: readonly Uint8Array[];
    }>,
  ) {
    this.#options = options;
    this.link = options.link;
    this.#identity = options.identity;
    this.#roomName = options.link.name;
    this.#draft = kept.draft;
    this.#readId = kept.read;
    this.#anchor = kept.anchor;
    this.#erases = new PendingErases({
      kept: kept.erasing,
      keep: (ids) => void options.preferences.erasing.set(ids),
      erase: (ids, stored) => this.#writeErases(ids, stored),
    });
    this.#blocked = kept.blocked;
    this.#trust = kept.trust;
    const { now } = options.clock;
    this.#messages = new Messages({ now, blocked: this.#blocked });
    this.#people = new People({ now });
    this.#session = new Session({
      ...options,
      trust: kept.trust,
      screenful: kept.records,
      latest: () => this.#latest(),
    });
    this.#stops.push(
      this.#session.ledger.onAccepted((records) => this.#onRecords(records)),
      this.#session.ledger.onErased((id) => {
        this.#erases.drop(id);
        this.#keepSoon();
      }),
      this.#session.ledger.onRemoved((id) => this.#messages.remove(id)),
      this.#session.changes.add(() => this.#onSession()),
    );
    const recheck = setInterval(() => this.#recheck(), recheckMs);
    this.#stops.push(() => clearInterval(recheck));
    void this.#start();
  }

  get name(): string {
    return this.#roomName;
  }

  get me(): AuthorId {
    return this.#identity.id;
  }

  get entry(): Entry {
    return this.#entry;
  }

  get messages(): readonly Message[] {
    return this.#messages.list;
  }

  get draft(): string {
    return this.#draft;
  }

  get unreadFrom(): RecordId | null {
    return this.#readId;
  }

  get anchor(): RecordId | null {
    return this.#anchor;
  }

  get outgrown(): boolean {
    return this.#session.recordBytes > softCapBytes;
  }

  get erasing(): ReadonlySet<RecordId> {
    return this.#erases.ids;
  }

  /** Measuring reads everything stored, so it is done when somebody looks, and not at each redraw. */
  get storage(): Readonly<{ bytes: number; persisted: boolean }> {
    if (performance.now() - this.#measuredAt > measuredForMs) void this.#measure();
    return this.#storage;
  }

  get trouble(): Trouble | null {
    return this.#session.view.trouble;
  }

  get connection(): Connection {
    const { view, store, loaded } = this.#session;
    const present = this.#presentAuthors();
    const linked = new Set(view.links.map(({ author }) => author).filter((author) => author !== this.me));
    const known = new Set([...present, ...linked]);
    return {
      host: view.signaling,
      online: navigator.onLine || view.signaling === "connected" || linked.size > 0,
      linked: linked.size,
      known: known.size,
      saved: loaded ? (store?.state ?? "memory") : "loading",
      receiving: view.receiving,
      clockOff: this.#options.clock.isOff,
    };
  }

  get people(): readonly PersonView[] {
    if (this.#persons !== null) return this.#persons;
    const present = this.#presentAuthors();
    const authors = new Set<AuthorId>([this.me, ...present, ...this.#people.authors]);
    const order = (view: PersonView): number => (view.path === "you" ? 0 : view.path === "away" ? 2 : 1);
    this.#persons = [...authors]
      .map((author) => this.person(author))
      .sort((a, b) => order(a) - order(b) || a.name.localeCompare(b.name));
    return this.#persons;
  }

  get typing(): readonly PersonView[] {
    return this.people.filter(({ typing, path }) => typing && path !== "you");
  }

  get sharedName(): boolean {
    return this.#people.tags().has(this.me);
  }

  get share(): ShareLinks {
    return shareLinks(
      toFragment({ ...this.link, name: this.#roomName }),
      location,
      this.#options.host.config.shareOrigins,
    );
  }

  subscribe(listener: () => void): Stop {
    return this.#listeners.add(listener);
  }

  message(id: RecordId): Message | null {
    return this.#messages.get(id);
  }

  person(author: AuthorId): PersonView {
    const known = this.#views.get(author);
    if (known !== undefined) return known;
    const { view } = this.#session;
    const link = view.links.find((one) => one.author === author);
    const present = view.present.find((one) => one.author === author);
    const path: PersonPath =
      author === this.me
        ? "you"
        : link !== undefined
          ? link.relayed
            ? "relayed"
            : "direct"
          : present?.inside === true
            ? "connecting"
            : "away";
    const made: PersonView = {
      author,
      name:
        author === this.me
          ? this.#people.nameOf(author) || this.#options.userName()
          : this.#people.nameOf(author),
      tag: this.#people.tags().get(author) ?? null,
      hue: hueOf(author),
      path,
      rttMs: link?.rttMs ?? null,
      typing: present?.typing ?? false,
      blocked: this.#blocked.has(author),
      fingerprint: fingerprintOf(author),
      faulty: view.faulty.includes(author),
    };
    this.#views.set(author, made);
    return made;
  }

  custody(id: RecordId): Custody | null {
    if (this.#messages.get(id)?.author !== this.me) return null;
    const held = this.#session.view.held.find(([held]) => held === id);
    if (held !== undefined) return held[1];
    return this.#session.store?.state === "saved" ? "here" : "saving";
  }

  enter(name: string, { anyway = false } = {}): NameProblem | null {
    const tidied = tidy(name);
    if (foldName(tidied) === "") return "empty";
    if (!isNameWithinLimits(tidied)) return "too-long";
    const taken = (candidate: string): boolean => this.#isTaken(candidate);
    if (!anyway && taken(tidied)) {
      this.#entry = { at: "door", clash: { name: tidied, suggestions: suggestNames(tidied, taken) } };
      this.#changed();
      return null;
    }
    this.#options.onName(tidied);
    this.#entry = { at: "inside" };
    this.#session.say({ inside: true, asking: "" });
    this.#sayName();
    this.#changed();
    return null;
  }

  send(text: string, { replyTo }: { replyTo?: RecordId } = {}): SendProblem | null {
    const problem = this.#write(text, (trimmed) => ({
      kind: "message",
      text: trimmed,
      replyTo: replyTo ?? null,
    }));
    if (problem === null) {
      this.#session.say({ typing: false });
      void this.#options.persistence.ask();
    }
    return problem;
  }

  edit(target: RecordId, text: string): SendProblem | null {
    const problem = this.#write(text, (trimmed) => ({ kind: "edit", target, text: trimmed }));
    // Whoever writes it anew wants it to stay.
    if (problem === null) this.keep(target);
    return problem;
  }

  erase(target: RecordId): void {
    const message = this.#messages.get(target);
    if (message === null || message.author !== this.me || message.erased) return;
    this.#erases.add(target);
    this.#changed();
  }

  keep(target: RecordId): void {
    if (this.#erases.drop(target)) this.#changed();
  }

  react(target: RecordId, emoji: string): void {
    const given = this.#messages.get(target)?.reactions.find((reaction) => reaction.emoji === emoji);
    this.#session.write({ kind: "reaction", target, emoji, on: given?.authors.includes(this.me) !== true });
  }

  block(author: AuthorId): void {
    this.#setBlocked(author, true);
  }

  unblock(author: AuthorId): void {
    this.#setBlocked(author, false);
  }

  setDraft(text: string): void {
    if (text === this.#draft) return;
    this.#draft = text;
    void this.#options.preferences.draft.set(text);
  }

  setTyping(): void {
    this.#session.say({ typing: true });
    if (this.#typingTimer !== null) clearTimeout(this.#typingTimer);
    this.#typingTimer = setTimeout(() => this.#session.say({ typing: false }), typingMs);
  }

  markRead(): void {
    const last = this.#messages.list.at(-1);
    if (last === undefined || last.id === this.#readId) return;
    this.#read = last;
    this.#readId = last.id;
    this.late.clear();
    void this.#options.preferences.readMarker.set(last.id);
    this.#changed();
  }

  setAnchor(id: RecordId | null): void {
    if (id === this.#anchor) return;
    this.#anchor = id;
    this.#anchorTimer ??= setTimeout(() => this.#keepAnchor(), keepAnchorAfterMs);
  }

  /** The page came back to life, or into view. */
  wake(options: { networkChanged?: boolean } = {}): void {
    this.#recheck();
    this.#session.wake(options);
  }

  offline(): void {
    this.#session.offline();
  }

  /** The page is out of sight, or going: it may get no other turn. */
  async hide(options: Readonly<{ leaving: boolean }>): Promise<void> {
    await this.#settle();
    void this.#keep({ leaving: true });
    await this.#session.hide(options);
  }

  get document(): Session["doc"] {
    return this.#session.doc;
  }

  get keys(): Session["keys"] {
    return this.#session.keys;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#typingTimer !== null) clearTimeout(this.#typingTimer);
    if (this.#keepTimer !== null) clearTimeout(this.#keepTimer);
    await this.#settle();
    await this.#keep({ leaving: true });
    for (const stop of this.#stops) stop();
    await this.#session.close();
    this.#listeners.clear();
  }

  async #start(): Promise<void> {
    const opening = this.#session.open();
    void opening
      .then(() => this.#session.ledger.whenSettled())
      .then(() => {
        if (!this.#closed) this.#erases.resume();
      });
    const name = this.#options.userName();
    if (name === "") {
      this.#entry = { at: "door", clash: null };
      await opening;
      return;
    }
    // Who has been here under this name is not kept waiting; a clash found later gives tags and a banner. The last screenful
    // tells it already (ST5); what is written before the document is loaded is stored with it.
    const isKnown = (): boolean => foldName(this.#people.nameOf(this.me)) === foldName(name);
    await this.#session.ledger.whenSettled();
    if (!this.#closed && this.#entry.at === "entering" && isKnown()) this.enter(name, { anyway: true });
    await opening;
    if (this.#closed || this.#entry.at !== "entering") return;
    // Names are verified first; a long history goes on being verified inside.
    await Promise.race([this.#session.ledger.whenSettled(), pause(doorWaitMs)]);
    if (this.#closed || this.#entry.at !== "entering") return;
    if (this.#options.creation === null && !isKnown()) {
      this.#session.say({ asking: name });
      await this.#waitForNames();
    }
    if (!this.#closed && this.#entry.at === "entering") this.enter(name, { anyway: isKnown() });
  }

  /** Resolves when somebody present has told the room's names, at the latest after two seconds. */
  #waitForNames(): Promise<void> {
    return new Promise((resolve) => {
      const isTold = (): boolean =>
        this.#session.view.present.some(({ inside }) => inside) && this.#session.ledger.settled;
      const done = (): void => {
        stop();
        clearTimeout(timer);
        resolve();
      };
      const stop = this.#listeners.add(() => {
        if (isTold()) setTimeout(done, 100);
      });
      const timer = setTimeout(done, doorWaitMs);
      if (isTold()) setTimeout(done, 100);
    });
  }

  #write(text: string, payload: (trimmed: string) => Payload): SendProblem | null {
    const trimmed = text.trim();
    if (trimmed === "") return "empty";
    if (utf8(trimmed).length > maxTextBytes) return "too-long";
    this.#session.write(payload(trimmed));
    return null;
  }

  /** Erases messages with all their edits: their bytes go from every member's device (RC5). */
  #writeErases(ids: readonly RecordId[], stored: () => void): void {
    const erases = ids.flatMap((id) => {
      const message = this.#messages.get(id);
      if (message === null || message.author !== this.me || message.erased) return [];
      const { clock, wall } = message;
      return [id, ...this.#messages.editsOf(id)].flatMap((target): Payload[] => {
        const bytes = this.#session.ledger.bytesOf(target);
        if (bytes === null) return [];
        return [{ kind: "erase", target, hash: recordHash(bytes), clock, wall, wasMessage: target === id }];
      });
    });
    if (erases.length > 0) this.#session.write(...erases);
    void this.#session.store?.whenSaved().then(stored);
    this.#changed();
  }

  #keepAnchor(): void {
    if (this.#anchorTimer === null) return;
    clearTimeout(this.#anchorTimer);
    this.#anchorTimer = null;
    void this.#options.preferences.anchor.set(this.#anchor);
  }

  /** Writes what was put off. Resolves when the ledger knows of it: so much can still be done while a page is going. */
  async #settle(): Promise<void> {
    this.#keepAnchor();
    if (this.#erases.flush()) await Promise.resolve();
  }

  #sayName(): void {
    const name = this.#options.userName();
    const payloads: Payload[] = [];
    const { creation } = this.#options;
    if (creation !== null && this.#messages.list.length === 0 && this.#people.nameOf(this.me) === "")
      payloads.push({ kind: "room", nonce: creation.nonce, name: creation.name });
    if (this.#people.nameOf(this.me) !== name) payloads.push({ kind: "name", name });
    if (payloads.length > 0) this.#session.write(...payloads);
  }

  /** A key other than ours, present now, uses this name or asks for it before us. */
  #isTaken(name: string): boolean {
    const folded = foldName(name);
    return this.#session.view.present.some(({ author, inside, asking }) => {
      if (author === this.me) return false;
      if (inside) return foldName(this.#people.nameOf(author)) === folded;
      return foldName(asking) === folded && author < this.me;
    });
  }

  #presentAuthors(): ReadonlySet<AuthorId> {
    const { present } = this.#session.view;
    return new Set(
      present.filter(({ inside, author }) => inside && author !== this.me).map(({ author }) => author),
    );
  }

  #onRecords(records: readonly ParsedRecord[]): void {
    this.#people.add(records);
    for (const { payload, author } of records)
      if (payload.kind === "room" && this.link.kind === "private" && payload.name !== "") {
        const key = fromBase64url(author);
        if (key !== null && isCreator(this.link.secret, key as Identity["key"], payload.nonce))
          this.#roomName = payload.name;
      }
    this.#onFresh(this.#messages.add(records));
    this.#keepSoon();
    this.#changed();
  }

  #onFresh(fresh: readonly Message[]): void {
    const own = fresh.filter(({ author }) => author === this.me);
    // History is verified from the newest back: the old must not push the newest out.
    if (own.length > 0) {
      const newest: RecordId[] = [];
      for (let i = this.#messages.list.length - 1; i >= 0 && newest.length < custodyFollows; i--) {
        const message = this.#messages.list[i];
        if (message?.author === this.me) newest.push(message.id);
      }
      this.#session.custody.follow(newest);
    }
    if (this.#readId !== null && this.#read?.id !== this.#readId)
      this.#read = this.#messages.get(this.#readId);
    if (!this.#session.loaded || this.#read === null) return;
    for (const message of fresh)
      if (message.author !== this.me && comparePlaces(message, this.#read) < 0) this.late.add(message.id);
  }

  #onSession(): void {
    const { present } = this.#session.view;
    for (const { author, inside } of present) if (inside) this.#people.see(author, this.#options.clock.now());
    this.#changed();
  }

  #recheck(): void {
    this.#onFresh(this.#messages.recheck());
    this.#changed();
  }

  #setBlocked(author: AuthorId, blocked: boolean): void {
    this.#messages.setBlocked(author, blocked);
    void this.#options.preferences.blocked.set([...this.#blocked]);
    this.#keepSoon();
    this.#changed();
  }

  /** The newest messages, as a newcomer or the next opening wants them, with the names they need and one's own. */
  #latest(): readonly RecordId[] {
    const messages = this.#messages.list.slice(-screenfulSize);
    const authors = new Set([this.me, ...messages.map(({ author }) => author)]);
    return [
      ...this.#people.nameRecordsOf(authors),
      ...messages.filter(({ erased }) => !erased).map(({ id }) => id),
    ];
  }

  #keepSoon(): void {
    this.#keepTimer ??= setTimeout(() => {
      this.#keepTimer = null;
      void this.#keep();
    }, keepStateEveryMs);
  }

  async #keep({ leaving = false } = {}): Promise<void> {
    const { ledger, loaded } = this.#session;
    if (!loaded || !ledger.settled) return;
    const records = this.#latest().flatMap((id) => ledger.bytesOf(id) ?? []);
    // Sealing costs with the size of the room: a large one is sealed when it is left, not while it is read.
    if (leaving || ledger.size < sealedWhileOpen)
      this.#trust = sealTrust(ledger.accepted(), ledger.refused());
    await this.#options.preferences.screenful.set(sealScreenful(this.#trust, records));
  }

  async #measure(): Promise<void> {
    this.#measuredAt = performance.now();
    const [bytes, { persisted }] = await Promise.all([
      this.#session.store?.bytes() ?? 0,
      this.#options.persistence.report(),
    ]);
    this.#storage = { bytes, persisted };
    this.#changed();
  }

  /** Redraws once per turn, however much changed. */
  #changed(): void {
    this.#views.clear();
    this.#persons = null;
    if (this.#scheduled || this.#closed) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      this.#listeners.emit();
    });
  }
}
