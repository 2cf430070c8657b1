// What this device's user writes into a room, as records: messages, edits, reactions, erases, one's name.

import { isBlank } from "../../lib/blank.ts";
import { trimText } from "../../lib/trim-text.ts";
import type { Clock } from "../../room/clock.ts";
import { epochOf } from "../../room/epoch.ts";
import type { AuthorId, RecordId } from "../../room/ids.ts";
import { clockOf } from "../../room/message.ts";
import type { Messages } from "../../room/messages.ts";
import { textMessage, type Payload, type Reply } from "../../room/payload.ts";
import { recordHash } from "../../room/record.ts";
import { isTextTooLong } from "../../room/text-size.ts";
import type { RoomPreferences } from "../../storage/preferences.ts";
import type { SendProblem } from "../model.ts";
import { PendingErases } from "./pending-erases.ts";
import type { Session } from "../session/session.ts";

const typingMs = 5000;

export type OwnRecordsOptions = Readonly<{
  me: AuthorId;
  messages: Pick<Messages, "list" | "get" | "editsOf">;
  session: Pick<Session, "say" | "write"> &
    Readonly<{
      ledger: Pick<Session["ledger"], "bytesOf">;
      store: Pick<NonNullable<Session["store"]>, "whenSaved"> | null;
    }>;
  preferences: Pick<RoomPreferences, "erasing">;
  /** As it was kept. */
  erasing: readonly RecordId[];
  onChange: () => void;
}>;

export class OwnRecords {
  readonly #options: OwnRecordsOptions;
  readonly #erases: PendingErases;
  #typingTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: OwnRecordsOptions) {
    this.#options = options;
    this.#erases = new PendingErases({
      kept: options.erasing,
      keep: (ids) => void options.preferences.erasing.set(ids),
      erase: (ids, stored) => this.#writeErases(ids, stored),
    });
  }

  get erasing(): ReadonlySet<RecordId> {
    return this.#erases.ids;
  }

  send(text: string, replyTo: RecordId | null): SendProblem | null {
    const problem = this.#write(text, (trimmed) => textMessage(trimmed, this.#replyOf(replyTo)));
    if (problem === null) this.#options.session.say({ typing: false });
    return problem;
  }

  /** A text that stays as it is writes nothing: nobody reads "(edited)" over it. */
  edit(target: RecordId, text: string): SendProblem | null {
    const message = this.#options.messages.get(target);
    const problem = this.#write(
      text,
      (trimmed) => (trimmed === message?.text ? null : { kind: "edit", target, text: trimmed, mentions: [] }),
      message === null ? null : clockOf(message),
    );
    // Whoever writes it anew wants it to stay.
    if (problem === null) this.keep(target);
    return problem;
  }

  react(target: RecordId, emoji: string): void {
    const { me, messages, session } = this.#options;
    const message = messages.get(target);
    if (message === null) return;
    const given = message.reactions.find((reaction) => reaction.emoji === emoji);
    const on = given?.authors.includes(me) !== true;
    session.write([{ kind: "reaction", target, emoji, on }], clockOf(message));
  }

  erase(target: RecordId): void {
    const message = this.#options.messages.get(target);
    if (message === null || message.author !== this.#options.me || message.erased) return;
    this.#erases.add(target);
    this.#options.onChange();
  }

  /** Takes `erase` back; also where another device of this author was faster. */
  keep(target: RecordId): void {
    if (this.#erases.drop(target)) this.#options.onChange();
  }

  setTyping(): void {
    const { session } = this.#options;
    session.say({ typing: true });
    clearTimeout(this.#typingTimer);
    this.#typingTimer = setTimeout(() => session.say({ typing: false }), typingMs);
  }

  /** The document is loaded and verified: erases what a session before was asked to, and did not store. */
  resume(): void {
    this.#erases.resume();
  }

  /** The page may be going: writes what was put off. Resolves when the ledger knows of it, which is in the same turn. */
  async settle(): Promise<void> {
    if (this.#erases.flush()) await Promise.resolve();
  }

  close(): Promise<void> {
    clearTimeout(this.#typingTimer);
    return this.settle();
  }

  #replyOf(id: RecordId | null): Reply | null {
    const message = id === null ? null : this.#options.messages.get(id);
    if (message === null) return null;
    const clock = clockOf(message);
    return { id: message.id, epoch: epochOf(clock), clock };
  }

  #write(
    text: string,
    payload: (trimmed: string) => Payload | null,
    about: Clock | null = null,
  ): SendProblem | null {
    const trimmed = trimText(text);
    if (isBlank(trimmed)) return "empty";
    if (isTextTooLong(trimmed)) return "too-long";
    const written = payload(trimmed);
    if (written !== null) this.#options.session.write([written], about);
    return null;
  }

  /** Messages go with all their edits: their bytes go from every member's device (RC5). */
  #writeErases(ids: readonly RecordId[], stored: () => void): void {
    const { me, messages, session, onChange } = this.#options;
    for (const id of ids) {
      const message = messages.get(id);
      if (message === null || message.author !== me || message.erased) continue;
      const { wall } = message;
      const clock = clockOf(message);
      const erases = [id, ...messages.editsOf(id)].flatMap((target): Payload[] => {
        const bytes = session.ledger.bytesOf(target);
        if (bytes === null) return [];
        return [{ kind: "erase", target, hash: recordHash(bytes), clock, wall, wasMessage: target === id }];
      });
      if (erases.length > 0) session.write(erases, clock);
    }
    void session.store?.whenSaved().then(stored);
    onChange();
  }
}
