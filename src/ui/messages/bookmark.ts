import type { RoomModel } from "../../app/model.ts";
import type { RecordId } from "../../room/ids.ts";
import type { ListScroll } from "./list-scroll.ts";
import { unreadOf } from "./unread.ts";

type Around = Readonly<{ room: () => RoomModel; scroll: ListScroll; redraw: () => void }>;

/** How far one has read: where a room opens, where "New messages" stands, what counts as read. */
export class Bookmark {
  readonly #around: Around;
  #opened = false;
  #divider: RecordId | null = null;
  #lastRead: RecordId | null = null;
  /** Where the room was left, while that message is not here yet. */
  #left: RecordId | null = null;

  constructor(surroundings: Around) {
    this.#around = surroundings;
  }

  /** "New messages" stands above it; stays put while one reads. */
  get divider(): RecordId | null {
    return this.#divider;
  }

  dropDivider(): void {
    this.#divider = null;
    this.#around.redraw();
  }

  /** Before each drawing: to the first unread message, else to where the room was left, else the newest. True the first time there is something. */
  open(): boolean {
    const room = this.#around.room();
    const first = !this.#opened && room.messages.length > 0;
    if (first) {
      this.#opened = true;
      if (!this.#goToUnread()) this.#left = room.anchor;
    }
    this.#goToLeft();
    return first;
  }

  /** The tab is looked at again: what came meanwhile stands under a new divider. */
  comeBack(): void {
    if (document.visibilityState !== "visible" || !this.#opened) return;
    if (this.#around.scroll.following) this.#goToUnread();
    this.#around.redraw();
  }

  /** The reader moved to a message; null: at the newest. */
  keep(id: RecordId | null): void {
    // On the way to where it was left a room is at its newest message. Who scrolls meanwhile is where they want to be.
    if (this.#left !== null && id === null) return;
    this.#left = null;
    this.#around.room().setAnchor(id);
  }

  /** Read is what was on the screen of somebody looking. */
  markRead(): void {
    const room = this.#around.room();
    const last = room.messages.at(-1)?.id;
    const looking = this.#around.scroll.following && document.visibilityState === "visible";
    if (!looking || this.#left !== null || last === undefined || last === this.#lastRead) return;
    this.#lastRead = last;
    queueMicrotask(() => room.markRead());
  }

  #goToUnread(): boolean {
    const { messages, unreadFrom, me } = this.#around.room();
    const { first } = unreadOf(messages, unreadFrom, me);
    if (first === null) return false;
    this.#divider = first.id;
    return this.#around.scroll.goTo(first, { at: "top", focus: false });
  }

  /** The room's last screenful is shown while its history is still loading. */
  #goToLeft(): void {
    if (this.#left === null) return;
    const room = this.#around.room();
    const message = room.message(this.#left);
    if (message === null && room.connection.saved === "loading") return;
    this.#left = null;
    if (message !== null) this.#around.scroll.goTo(message, { at: "edge", focus: false });
  }
}
