// A room as its screen sees it: asks the part that knows, tells the part that acts, and says when to look again.

import { Listeners, type Stop } from "../../lib/listeners.ts";
import { hasWebRtc } from "../../lib/web-rtc.ts";
import type { Fault } from "../../net/mesh/signs.ts";
import type { Draft } from "../../room/draft.ts";
import type { AuthorId, RecordId } from "../../room/ids.ts";
import { toFragment, type RoomLink } from "../../room/link.ts";
import type { Message } from "../../room/message.ts";
import { connectionOf } from "./connection.ts";
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
} from "../model.ts";
import { softCapBytes } from "../session/record-bytes.ts";
import { shareLinks } from "../share-links.ts";
import type { StorageReading } from "./storage-meter.ts";
import { whenDrawn } from "./when-drawn.ts";
import type { RoomParts } from "./room-parts.ts";

export class ShownRoom implements RoomModel {
  readonly #parts: RoomParts;
  readonly #listeners = new Listeners();
  #scheduled = false;
  #closed = false;

  constructor(parts: RoomParts) {
    this.#parts = parts;
  }

  get link(): RoomLink {
    return this.#parts.link;
  }

  get me(): AuthorId {
    return this.#parts.me;
  }

  get name(): string {
    return this.#parts.name.text;
  }

  get entry(): Entry {
    return this.#parts.door.entry;
  }

  get messages(): readonly Message[] {
    return this.#parts.messages.list;
  }

  get draft(): Draft {
    return this.#parts.unsent.draft;
  }

  get unreadFrom(): RecordId | null {
    return this.#parts.reading.unreadFrom;
  }

  get anchor(): RecordId | null {
    return this.#parts.reading.anchor;
  }

  get late(): ReadonlySet<RecordId> {
    return this.#parts.reading.late;
  }

  get unseenLate(): ReadonlySet<RecordId> {
    return this.#parts.reading.unseenLate;
  }

  get erasing(): ReadonlySet<RecordId> {
    return this.#parts.own.erasing;
  }

  get outgrown(): boolean {
    return this.#parts.session.recordBytes > softCapBytes;
  }

  get storage(): StorageReading {
    return this.#parts.meter.reading;
  }

  get trouble(): Trouble | null {
    return this.#parts.session.net.trouble;
  }

  get faults(): readonly Fault[] {
    return this.#parts.session.net.faults;
  }

  get connection(): Connection {
    const { net, store, loaded } = this.#parts.session;
    return connectionOf({
      net,
      me: this.me,
      present: this.#parts.roster.present,
      saved: loaded ? (store?.state ?? "memory") : "loading",
      seeking: this.#parts.seeking.on,
      clockOff: this.#parts.clock.isOff,
      relayOnly: !hasWebRtc(),
      online: navigator.onLine,
    });
  }

  get people(): readonly ShownPerson[] {
    return this.#parts.roster.all;
  }

  get typing(): readonly ShownPerson[] {
    return this.people.filter(({ typing, path }) => typing && path !== "you");
  }

  get sharedName(): boolean {
    return this.#parts.people.tagOf(this.me) !== null;
  }

  get share(): ShareLinks {
    const fragment = toFragment({ ...this.link, name: this.#parts.name.text });
    return shareLinks(fragment, location, this.#parts.host.config.shareOrigins);
  }

  /** Resolves when a screen has drawn this room once, or none will. */
  drawn(): Promise<void> {
    return whenDrawn(() => (this.#closed ? "never" : this.#listeners.size > 0));
  }

  subscribe(listener: () => void): Stop {
    return this.#listeners.add(listener);
  }

  message(id: RecordId): Message | null {
    return this.#parts.messages.get(id);
  }

  person(author: AuthorId): ShownPerson {
    return this.#parts.roster.of(author);
  }

  custody(id: RecordId): Custody | null {
    if (this.#parts.messages.get(id)?.author !== this.me) return null;
    const held = this.#parts.session.net.held.find(([held]) => held === id);
    if (held !== undefined) return held[1];
    return this.#parts.session.store?.state === "saved" ? "here" : "saving";
  }

  enter(name: string, options: { anyway?: boolean } = {}): NameProblem | null {
    return this.#parts.door.enter(name, options);
  }

  rename(name: string, options: { anyway?: boolean } = {}): NameProblem | NameClash | null {
    return this.#parts.door.rename(name, options);
  }

  send(text: string, { replyTo }: { replyTo?: RecordId } = {}): SendProblem | null {
    const problem = this.#parts.own.send(text, replyTo ?? null);
    if (problem === null) void this.#parts.persistence.ask();
    return problem;
  }

  edit(target: RecordId, text: string): SendProblem | null {
    return this.#parts.own.edit(target, text);
  }

  erase(target: RecordId): void {
    this.#parts.own.erase(target);
  }

  keep(target: RecordId): void {
    this.#parts.own.keep(target);
  }

  react(target: RecordId, emoji: string): void {
    this.#parts.own.react(target, emoji);
  }

  block(author: AuthorId): void {
    this.#parts.setBlocked(author, true);
  }

  unblock(author: AuthorId): void {
    this.#parts.setBlocked(author, false);
  }

  setDraft(change: Partial<Draft>): void {
    this.#parts.unsent.set(change);
  }

  setTyping(): void {
    this.#parts.own.setTyping();
  }

  markRead(): void {
    if (this.#parts.reading.mark(this.#parts.messages.list)) this.changed();
  }

  setInView(authors: ReadonlySet<AuthorId>): void {
    if (this.#parts.roster.setInView(authors)) this.changed();
  }

  seeLate(ids: readonly RecordId[]): void {
    this.#parts.reading.seeLate(ids);
  }

  setAnchor(id: RecordId | null): void {
    this.#parts.reading.setAnchor(id);
  }

  /** Redraws once per turn, however much changed. */
  changed(): void {
    this.#parts.roster.forget();
    if (this.#scheduled || this.#closed) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      this.#listeners.emit();
    });
  }

  /** Redraws no more. */
  close(): void {
    this.#closed = true;
    this.#listeners.clear();
  }
}
