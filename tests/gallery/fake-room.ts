// A room that runs on nothing: the seam's second implementation, for pictures and for trying the screens by hand.

import type {
  Connection,
  Custody,
  Entry,
  NameClash,
  NameProblem,
  ShownPerson,
  RoomModel,
  SendProblem,
  ShareLinks,
  Trouble,
} from "../../src/app/model.ts";
import type { Language } from "../../src/lib/choices.ts";
import { Listeners, type Stop } from "../../src/lib/listeners.ts";
import type { Fault } from "../../src/net/mesh/signs.ts";
import type { Draft } from "../../src/room/draft.ts";
import type { AuthorId, RecordId, RoomSecret } from "../../src/room/ids.ts";
import type { RoomLink } from "../../src/room/link.ts";
import type { Message } from "../../src/room/message.ts";
import { people, stranger } from "./fake-people.ts";
import { author, message, recordId, talk } from "./fake-talk.ts";
import { roomNames } from "./sample.ts";

export type RoomOptions = Readonly<{
  language?: Language;
  kind?: RoomLink["kind"];
  empty?: boolean;
  alone?: boolean;
  entry?: Entry;
  connection?: Partial<Connection>;
  trouble?: Trouble | null;
  sharedName?: boolean;
  outgrown?: boolean;
  anchor?: RecordId | null;
  unread?: boolean;
  /** So many messages in all. */
  long?: number;
  share?: ShareLinks;
}>;

export class FakeRoom implements RoomModel {
  readonly link: RoomLink;
  readonly name: string;
  readonly me = author(0);
  entry: Entry;
  connection: Connection;
  messages: readonly Message[] = [];
  people: readonly ShownPerson[];
  sharedName: boolean;
  outgrown: boolean;
  anchor: RecordId | null;
  /** As in the app: changed in place. */
  readonly erasing = new Set<RecordId>();
  draft: Draft = { text: "", replyTo: null, edit: null };
  unreadFrom: RecordId | null = null;
  trouble: Trouble | null;
  faults: readonly Fault[] = [];
  late: ReadonlySet<RecordId> = new Set();
  unseenLate = new Set<RecordId>();
  storage = { bytes: 1_468_006, persisted: false };
  share: ShareLinks;
  readonly #listeners = new Listeners();
  #index = new Map<RecordId, Message>();
  #indexed: readonly Message[] = [];
  #next = 1_000_000;
  #custody: ReadonlyMap<RecordId, Custody> = new Map();

  constructor({
    language = "en",
    kind = "private",
    empty = false,
    alone = false,
    entry = { at: "inside" },
    connection = {},
    trouble = null,
    sharedName = false,
    outgrown = false,
    anchor = null,
    unread = false,
    long = 0,
    share,
  }: RoomOptions = {}) {
    this.name = roomNames[language];
    this.link =
      kind === "private"
        ? { kind, secret: "AAAAAAAAAAAAAAAAAAAAAA" as RoomSecret, name: this.name }
        : { kind, name: this.name };
    this.entry = entry;
    this.trouble = trouble;
    this.sharedName = sharedName;
    this.outgrown = outgrown;
    this.anchor = anchor;
    this.people = people(language, { sharedName, empty, alone, faulty: trouble !== null });
    const others = empty || alone ? 0 : 4;
    this.connection = {
      host: "connected",
      online: true,
      linked: Math.max(0, others - 1),
      known: others,
      saved: "saved",
      seeking: false,
      receiving: null,
      clockOff: false,
      newer: false,
      relayOnly: false,
      ...connection,
    };
    this.share = share ?? {
      onlyHere: false,
      links: [
        {
          label: "kotha.example",
          url: `https://kotha.example/#/r/AAAAAAAAAAAAAAAAAAAAAA/${encodeURIComponent(this.name)}`,
        },
      ],
    };
    if (!empty) {
      const { messages, late, custody } = talk(language, long);
      this.messages = messages;
      this.late = late;
      this.unseenLate = new Set(late);
      this.#custody = custody;
    }
    if (unread) this.unreadFrom = recordId(9);
  }

  get typing(): readonly ShownPerson[] {
    return this.people.filter((person) => person.typing);
  }

  subscribe(listener: () => void): Stop {
    return this.#listeners.add(listener);
  }
  changed(): void {
    this.#listeners.emit();
  }
  set(change: Partial<FakeRoom>): void {
    Object.assign(this, change);
    this.changed();
  }
  message(id: RecordId): Message | null {
    if (this.#indexed !== this.messages) {
      this.#indexed = this.messages;
      this.#index = new Map(this.messages.map((message) => [message.id, message]));
    }
    return this.#index.get(id) ?? null;
  }
  person(id: AuthorId): ShownPerson {
    const person = this.people.find((one) => one.author === id);
    return person ?? stranger(id);
  }
  custody(id: RecordId): Custody | null {
    return this.message(id)?.author === this.me ? (this.#custody.get(id) ?? "here") : null;
  }
  #patch(id: AuthorId, change: Partial<ShownPerson>): void {
    this.people = this.people.map((person) => (person.author === id ? { ...person, ...change } : person));
    this.changed();
  }
  block(id: AuthorId): void {
    this.#patch(id, { blocked: true });
  }
  unblock(id: AuthorId): void {
    this.#patch(id, { blocked: false });
  }
  /** As if the second person's name were in use. */
  rename(name: string, { anyway = false } = {}): NameProblem | NameClash | null {
    if (name.trim() === "") return "empty";
    const taken = this.people[1]?.name ?? "";
    if (!anyway && name === taken) return { name, suggestions: [`${name} 2`, `${name}-7`] };
    this.#patch(this.me, { name });
    return null;
  }
  enter(name: string): NameProblem | null {
    if (name.trim() === "") return "empty";
    this.set({ entry: { at: "inside" } });
    return null;
  }
  /** As if somebody had written. `ms`: when; now unless given. */
  receive(who: number, text: string, ms = Date.now()): RecordId {
    const said = message(recordId(this.#next++), who, ms, text);
    this.messages = [...this.messages, said].sort((a, b) => a.clock.ms - b.clock.ms);
    this.changed();
    return said.id;
  }
  send(text: string, options: { replyTo?: RecordId } = {}): SendProblem | null {
    const id = this.receive(0, text);
    this.messages = this.messages.map((one) =>
      one.id === id ? { ...one, replyTo: options.replyTo ?? null } : one,
    );
    this.changed();
    return null;
  }
  #change(target: RecordId, change: Partial<Message>): void {
    this.messages = this.messages.map((one) => (one.id === target ? { ...one, ...change } : one));
    this.changed();
  }
  edit(target: RecordId, text: string): SendProblem | null {
    this.#change(target, { text, edited: true });
    return null;
  }
  erase(target: RecordId): void {
    this.erasing.add(target);
    this.changed();
  }
  /** As if the seconds for taking it back had passed. */
  eraseNow(target: RecordId): void {
    this.erasing.delete(target);
    this.#change(target, { text: "", erased: true, reactions: [] });
  }
  keep(target: RecordId): void {
    this.erasing.delete(target);
    this.changed();
  }
  react(target: RecordId, emoji: string): void {
    const message = this.message(target);
    if (message === null) return;
    const given = message.reactions.find((reaction) => reaction.emoji === emoji);
    const authors = given?.authors ?? [];
    const now = authors.includes(this.me) ? authors.filter((one) => one !== this.me) : [...authors, this.me];
    const reactions =
      given === undefined
        ? [...message.reactions, { emoji, authors: now }]
        : message.reactions.map((one) => (one === given ? { emoji, authors: now } : one));
    this.#change(target, { reactions: reactions.filter((one) => one.authors.length > 0) });
  }
  setDraft(change: Partial<Draft>): void {
    this.draft = { ...this.draft, ...change };
  }
  setTyping(): void {}
  setAnchor(id: RecordId | null): void {
    this.anchor = id;
  }
  setInView(): void {}
  seeLate(ids: readonly RecordId[]): void {
    for (const id of ids) this.unseenLate.delete(id);
  }
  markRead(): void {
    this.unreadFrom = this.messages.at(-1)?.id ?? null;
    this.changed();
  }
}
