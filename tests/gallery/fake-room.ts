// A room that runs on nothing: the seam's second implementation, for pictures and for trying the screens by hand.

import type {
  Connection,
  Custody,
  Entry,
  NameClash,
  NameProblem,
  PersonPath,
  ShownPerson,
  RoomModel,
  SendProblem,
  ShareLinks,
  Trouble,
} from "../../src/app/model.ts";
import type { Language } from "../../src/lib/choices.ts";
import { Listeners, type Stop } from "../../src/lib/listeners.ts";
import type { Fault } from "../../src/net/mesh/signs.ts";
import type { AuthorId, RecordId, RoomSecret } from "../../src/room/ids.ts";
import type { RoomLink } from "../../src/room/link.ts";
import type { Message } from "../../src/room/message.ts";
import { lines, names, roomNames } from "./sample.ts";

const minute = 60_000;
const keys = ["q7Zr-self", "Xk2mina", "B93tomas", "Lw0ayesha", "7hRafiTwo", "uuOldFriend"];
const author = (who: number): AuthorId => (keys[who] ?? `key${who}`) as AuthorId;
const hues = [152, 24, 262, 330, 200, 85];
const paths: readonly PersonPath[] = ["you", "direct", "direct", "relayed", "connecting", "away"];
const recordId = (n: number): RecordId => `r${n}` as RecordId;

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
  draft = "";
  unreadFrom: RecordId | null = null;
  trouble: Trouble | null;
  faults: readonly Fault[] = [];
  late: ReadonlySet<RecordId> = new Set();
  storage = { bytes: 1_468_006, persisted: false };
  share: ShareLinks;
  readonly #listeners = new Listeners();
  #index = new Map<RecordId, Message>();
  #indexed: readonly Message[] = [];
  #next = 1_000_000;
  #custody = new Map<RecordId, Custody>();

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
    this.people = names[language].map((name, i) => ({
      author: author(i),
      name,
      tag: i === 0 || i === 4 ? (i === 0 ? "k7qz" : "m2xd") : null,
      hue: hues[i] ?? 0,
      path: paths[i] ?? "away",
      rttMs: i === 1 ? 12 : i === 2 ? 48.4 : i === 3 ? 210 : null,
      typing: i === 1 || i === 3,
      blocked: false,
      fingerprint: "4c1f 9a02 77be 0d31 c5e8 2f60 b19d 8843",
      faulty: i === 5 && trouble !== null,
    }));
    if (!sharedName)
      this.people = this.people.map((person, i) => (i === 0 ? { ...person, tag: null } : person));
    if (empty) this.people = this.people.slice(0, 1);
    if (alone)
      this.people = this.people.map((person, i) =>
        i === 0 ? person : { ...person, path: "away", rttMs: null, typing: false },
      );
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
    if (!empty) this.#fill(language, long);
    if (unread) this.unreadFrom = recordId(9);
  }

  get typing(): readonly ShownPerson[] {
    return this.people.filter((person) => person.typing);
  }

  #fill(language: Language, long: number): void {
    const script = lines[language];
    const total = script.reduce((sum, line) => sum + line.after, 0);
    let at = Date.now() - (total + 6) * minute;
    const late = new Set<RecordId>();
    const messages: Message[] = [];
    for (let n = 0; n < long; n++) {
      const ms = at - (long - n) * 7 * minute;
      messages.push(
        this.#message(recordId(100 + n), n % 4, ms, `${n + 1}. ${script[n % script.length]?.text ?? ""}`),
      );
    }
    script.forEach((line, n) => {
      at += line.after * minute;
      const id = recordId(n);
      if (line.late === true) late.add(id);
      messages.push({
        ...this.#message(id, line.who, at, line.text),
        replyTo: line.replyTo === undefined ? null : recordId(line.replyTo),
        edited: line.edited === true,
        erased: line.erased === true,
        reactions: (line.reactions ?? []).map(([emoji, by]) => ({ emoji, authors: by.map(author) })),
      });
      this.#custody.set(id, (["everyone", "another", "here", "everyone"] as const)[n % 4] ?? "here");
    });
    this.messages = messages;
    this.late = late;
  }

  #message(id: RecordId, who: number, ms: number, text: string): Message {
    return {
      id,
      author: author(who),
      clock: { ms, counter: 0 },
      wall: ms,
      text,
      replyTo: null,
      edited: false,
      erased: false,
      reactions: [],
    };
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
    return (
      person ?? {
        author: id,
        name: "?",
        tag: null,
        hue: 0,
        path: "away",
        rttMs: null,
        typing: false,
        blocked: false,
        fingerprint: "",
        faulty: false,
      }
    );
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
    const message = this.#message(recordId(this.#next++), who, ms, text);
    this.messages = [...this.messages, message].sort((a, b) => a.clock.ms - b.clock.ms);
    this.changed();
    return message.id;
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
  setDraft(text: string): void {
    this.draft = text;
  }
  setTyping(): void {}
  setAnchor(id: RecordId | null): void {
    this.anchor = id;
  }
  markRead(): void {
    this.unreadFrom = this.messages.at(-1)?.id ?? null;
    this.changed();
  }
}
