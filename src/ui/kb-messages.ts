import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { RoomModel } from "../app/model.ts";
import { daysAgo } from "../i18n/locale.ts";
import type { RecordId } from "../room/ids.ts";
import type { Message } from "../room/message.ts";
import { announcement } from "./announcement.ts";
import { emptyRoom } from "./empty-room.ts";
import { icons } from "./icons.ts";
import { KbElement } from "./kb-element.ts";
import {
  around,
  atEnd,
  foundAgain,
  grownDown,
  grownUp,
  placeOf,
  type ListWindow,
  type Shown,
} from "./list-window.ts";
import { articleId, idOfArticle, messageView, type MessageScene } from "./message-view.ts";
import { ask, openEmoji } from "./open.ts";
import { ReadingLine } from "./reading-line.ts";
import { toSections, type Section } from "./sections.ts";
import { unreadOf } from "./unread.ts";
import { Watch } from "./watch.ts";

/** Closer to the newest message than this counts as being there. */
const nearEndPx = 40;
/** More is drawn before the reader comes to the edge of what is drawn. */
const growAtPx = 900;
const flashMs = 1600;

type Target = Readonly<{ id: RecordId; block: "start" | "center"; focus: boolean }>;

/**
 * The message list: a window of a list of any length, the line being read held in its place. Sticks to the newest
 * message only while it is in view.
 */
@customElement("kb-messages")
export class KbMessages extends KbElement {
  @property({ attribute: false }) room!: RoomModel;

  @state() private hovered: RecordId | null = null;
  @state() private focused: RecordId | null = null;
  @state() private reacting: RecordId | null = null;
  @state() private flashing: RecordId | null = null;
  /** At the newest message, and staying there as more arrive. */
  @state() private following = true;
  /** Where "New messages" stands; stays put while one reads. */
  @state() private divider: RecordId | null = null;
  @state() private said = "";

  @query(".log") private log!: HTMLElement;
  #opened = false;
  #window: ListWindow = { from: 0, to: 0 };
  #shown: Shown | null = null;
  #target: Target | null = null;
  /** To the newest message with the next drawing, wherever the reader is. */
  #goLatest = false;
  /** Heights of the list and of what it holds when it was last put in place: while they stand, a distance from the end is the reader's doing. */
  #settled = { view: 0, content: 0 };
  #lastSaid: Message | null = null;
  #lastRead: RecordId | null = null;
  #lateSeen = new Set<RecordId>();
  readonly #line = new ReadingLine(() => this.log);
  readonly #resized = new ResizeObserver(() => this.#onResize());
  readonly #onVisible = (): void => this.#comeBack();
  #midnight: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    void new Watch(this, () => this.room);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("visibilitychange", this.#onVisible);
    this.#awaitMidnight();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("visibilitychange", this.#onVisible);
    this.#resized.disconnect();
    clearTimeout(this.#midnight);
  }

  protected override firstUpdated(): void {
    this.#resized.observe(this.log);
    const content = this.log.firstElementChild;
    if (content !== null) this.#resized.observe(content);
  }

  /** To the newest message, as after sending. */
  toLatest(): void {
    this.#goLatest = true;
    this.requestUpdate();
  }

  dropDivider(): void {
    this.divider = null;
  }

  protected override willUpdate(): void {
    const { messages } = this.room;
    if (messages.length === 0) {
      this.#window = { from: 0, to: 0 };
      return;
    }
    if (this.#goLatest) this.following = true;
    else if (this.hasUpdated && this.#opened) this.#notice();
    this.#goLatest = false;
    if (!this.#opened) this.#open();
    else if (this.following) this.#window = atEnd(messages.length);
    else if (this.#shown !== null) {
      this.#line.remember((id) => this.room.message(id));
      this.#window = foundAgain(messages, this.#shown, this.#line.message);
    }
    this.#note();
    this.#announce();
  }

  protected override render(): TemplateResult {
    const { t, room } = this;
    const { messages } = room;
    const scene = this.#scene();
    const now = Date.now();
    return html`<div
        class="log"
        role="log"
        aria-label=${t.room.messages}
        aria-live="off"
        @scroll=${() => this.#onScroll()}
        @keydown=${(event: KeyboardEvent) => this.#key(event)}
        @focusin=${(event: FocusEvent) => this.#focusIn(event)}
        @focusout=${(event: FocusEvent) => this.#focusOut(event)}
        @pointerover=${(event: PointerEvent) => this.#hover(event)}
        @pointerleave=${() => (this.hovered = null)}
        @click=${(event: MouseEvent) => this.#tap(event)}
      >
        <div class="log-content">
          ${messages.length === 0 ? emptyRoom(this.locale, room) : nothing}
          ${repeat(
            toSections(messages, this.#window, this.divider),
            (section: Section) => section.key,
            (section: Section) =>
              html`<section class="day">
                <h2 class="day-head"><span>${this.locale.day(section.ms, now)}</span></h2>
                ${repeat(
                  section.rows,
                  (row) => row.message.id,
                  (row) => messageView(row, scene),
                )}
              </section>`,
          )}
          ${messages.length > 0 && room.connection.known === 0 && this.following ? html`<p class="alone">${t.room.alone}</p>` : nothing}
        </div>
      </div>
      ${this.#floating()}
      <p class="sr-only" aria-live="polite">${this.said}</p>`;
  }

  protected override updated(): void {
    const { log } = this;
    if (this.#target !== null || this.following) this.#line.forget();
    if (this.#target !== null) this.#reach(this.#target);
    else if (this.following) log.scrollTop = log.scrollHeight;
    else this.#line.restore();
    this.#settle();
    this.#fill();
    this.#markRead();
    this.#seeLate();
  }

  #scene(): MessageScene {
    const { room, locale } = this;
    const last = room.messages[this.#window.to - 1];
    const stands = this.focused !== null && this.#isShown(this.focused);
    return {
      room,
      locale,
      active: this.hovered ?? this.focused,
      tabbed: stands ? this.focused : (last?.id ?? null),
      reacting: this.reacting,
      flashing: this.flashing,
      onReply: (message) => this.say("kb-reply", message),
      onEdit: (message) => this.say("kb-edit", message),
      onDelete: (message) => void this.#askDelete(message),
      onReactStart: (message) => this.#startReacting(message),
      onReact: (message, emoji) => {
        this.reacting = null;
        this.room.react(message.id, emoji);
      },
      onMoreReactions: (message) =>
        void openEmoji(this.locale, (emoji) => this.room.react(message.id, emoji)),
      onJump: (id) => this.jumpTo(id),
    };
  }

  #floating(): TemplateResult {
    const { t, room, locale } = this;
    const late = this.#lateUnseen();
    const count = this.following ? 0 : unreadOf(room.messages, room.unreadFrom, room.me).count;
    const jump = count > 0 ? t.room.jumpToLatestCount(count, locale.number(count)) : t.room.jumpToLatest;
    return html`${
      late.length === 0
        ? nothing
        : html`<button type="button" class="float late-above" @click=${() => this.#toLate(late)}>
            ${icons.up} ${t.room.lateAbove(late.length, locale.number(late.length))}
          </button>`
    }
    ${
      this.following
        ? nothing
        : html`<button
            type="button"
            class="float to-latest"
            data-new=${count > 0 ? "yes" : "no"}
            aria-label=${jump}
            title=${jump}
            @click=${() => this.toLatest()}
          >
            ${icons.down} ${count > 0 ? html`<span class="badge">${locale.number(count)}</span>` : nothing}
          </button>`
    }`;
  }

  // Opening, coming back, reading

  #open(): void {
    const { messages, unreadFrom, me } = this.room;
    this.#opened = true;
    this.#lastSaid = messages.at(-1) ?? null;
    this.#goToUnread(unreadOf(messages, unreadFrom, me).first);
  }

  #goToUnread(first: Message | null): void {
    const { messages } = this.room;
    this.divider = first?.id ?? null;
    this.following = first === null;
    if (first === null) this.#window = atEnd(messages.length);
    else {
      this.#window = around(placeOf(messages, first), messages.length);
      this.#target = { id: first.id, block: "start", focus: false };
    }
  }

  /** The tab is looked at again: what came meanwhile stands under a new divider. */
  #comeBack(): void {
    if (document.visibilityState !== "visible" || !this.#opened) return;
    const { messages, unreadFrom, me } = this.room;
    const { first } = unreadOf(messages, unreadFrom, me);
    if (first !== null && this.following) {
      this.#goToUnread(first);
      this.#note();
    }
    this.requestUpdate();
  }

  /** Read is what was on the screen of somebody looking. */
  #markRead(): void {
    const last = this.room.messages.at(-1);
    if (
      !this.following ||
      last === undefined ||
      last.id === this.#lastRead ||
      document.visibilityState !== "visible"
    )
      return;
    this.#lastRead = last.id;
    queueMicrotask(() => this.room.markRead());
  }

  #announce(): void {
    const { messages, me } = this.room;
    const last = messages.at(-1) ?? null;
    if (last === null || last.id === this.#lastSaid?.id) return;
    this.said = announcement(this.locale, this.room, messages, this.#lastSaid, me) ?? this.said;
    this.#lastSaid = last;
  }

  // The window and the line being read

  #note(): void {
    const { messages } = this.room;
    const first = messages[this.#window.from];
    const last = messages[this.#window.to - 1];
    this.#shown =
      first === undefined || last === undefined
        ? null
        : { first, last, toEnd: this.#window.to === messages.length };
  }

  #drawn(): readonly Message[] {
    return this.room.messages.slice(this.#window.from, this.#window.to);
  }

  #isShown(id: RecordId): boolean {
    return this.#drawn().some((message) => message.id === id);
  }

  #grow(window: ListWindow): void {
    this.#line.remember((id) => this.room.message(id));
    this.#window = window;
    this.#note();
    this.requestUpdate();
  }

  /** A tall screen may show all that is drawn while there is more. */
  #fill(): void {
    const { log } = this;
    if (this.#window.from > 0 && !this.following && log.scrollHeight < log.clientHeight * 2)
      this.#grow(grownUp(this.#window));
  }

  #onScroll(): void {
    const { log } = this;
    if (!this.#isSettled() || this.#target !== null) return;
    const { messages } = this.room;
    this.#notice();
    const below = this.#below();
    const toEnd = this.#window.to === messages.length;
    if (log.scrollTop < growAtPx && this.#window.from > 0 && !this.following)
      this.#grow(grownUp(this.#window));
    else if (below < growAtPx && !toEnd) this.#grow(grownDown(this.#window, messages.length));
    this.#seeLate();
  }

  #onResize(): void {
    if (this.following) this.log.scrollTop = this.log.scrollHeight;
    this.#settle();
  }

  #below(): number {
    const { log } = this;
    return log.scrollHeight - log.scrollTop - log.clientHeight;
  }

  #settle(): void {
    this.#settled = { view: this.log.clientHeight, content: this.log.scrollHeight };
  }

  /** False while a keyboard opens or the composer grows: the observer answers that, the position means nothing. */
  #isSettled(): boolean {
    return this.log.clientHeight === this.#settled.view && this.log.scrollHeight === this.#settled.content;
  }

  /** Sees whether the reader has left the newest message or come back to it. Scroll events come late: a drawing may come first. */
  #notice(): void {
    if (!this.#isSettled() || this.#target !== null || this.#shown === null) return;
    this.following = this.#shown.toEnd && this.#below() < nearEndPx;
  }

  #reach({ id, block, focus }: Target): void {
    this.#target = null;
    const article = document.getElementById(articleId(id));
    if (article === null) return;
    // The divider, when it stands above the message, is part of what one comes for.
    const mark =
      article.previousElementSibling?.classList.contains("unread") === true
        ? article.previousElementSibling
        : article;
    const { log } = this;
    const box = log.getBoundingClientRect();
    const share = block === "start" ? 0.2 : 0.4;
    log.scrollTop += mark.getBoundingClientRect().top - box.top - log.clientHeight * share;
    if (focus) article.focus({ preventScroll: true });
    if (this.#window.to === this.room.messages.length && this.#below() < nearEndPx) this.following = true;
  }

  jumpTo(id: RecordId): void {
    const { messages } = this.room;
    const message = this.room.message(id);
    if (message === null) return;
    const place = placeOf(messages, message);
    if (messages[place]?.id !== id) return;
    this.following = false;
    if (place < this.#window.from || place >= this.#window.to) {
      this.#window = around(place, messages.length);
      this.#note();
    }
    this.#target = { id, block: "center", focus: true };
    this.flashing = id;
    setTimeout(() => (this.flashing = null), flashMs);
    this.requestUpdate();
  }

  // Messages from a time apart

  #lateUnseen(): readonly Message[] {
    const { late } = this.room;
    const first = this.#shown?.first;
    if (late.size === 0 || first === undefined) return [];
    const unseen: Message[] = [];
    for (const id of late) {
      const message = this.#lateSeen.has(id) ? null : this.room.message(id);
      if (message !== null) unseen.push(message);
    }
    return unseen.sort((a, b) => a.clock.ms - b.clock.ms);
  }

  /** A late message that was on the screen needs no pointing at. */
  #seeLate(): void {
    const { late } = this.room;
    if (late.size === 0) return;
    const box = this.log.getBoundingClientRect();
    const before = this.#lateSeen.size;
    for (const id of late) {
      const at = this.#lateSeen.has(id)
        ? undefined
        : document.getElementById(articleId(id))?.getBoundingClientRect();
      if (at !== undefined && at.bottom > box.top && at.top < box.bottom) this.#lateSeen.add(id);
    }
    if (this.#lateSeen.size !== before) this.requestUpdate();
  }

  #toLate(late: readonly Message[]): void {
    for (const message of late) this.#lateSeen.add(message.id);
    const [first] = late;
    if (first !== undefined) this.jumpTo(first.id);
  }

  // Hands

  #articleOf(target: EventTarget | null): HTMLElement | null {
    return target instanceof Element ? target.closest("article") : null;
  }

  #idOf(target: EventTarget | null): RecordId | null {
    const article = this.#articleOf(target);
    return article === null ? null : idOfArticle(article);
  }

  #hover(event: PointerEvent): void {
    if (event.pointerType === "touch") return;
    const id = this.#idOf(event.target);
    if (id === this.hovered) return;
    this.hovered = id;
    if (this.focused === null) this.reacting = null;
  }

  #focusIn(event: FocusEvent): void {
    const id = this.#idOf(event.target);
    if (id !== this.focused) this.reacting = null;
    this.focused = id;
  }

  #focusOut(event: FocusEvent): void {
    if (this.log.contains(event.relatedTarget as Node | null)) return;
    this.focused = this.reacting = null;
  }

  /** A tap on a message shows its actions, another hides them. */
  #tap(event: MouseEvent): void {
    const target = event.target;
    if (!(target instanceof Element) || target.closest("a, button") !== null) return;
    this.#articleOf(target)?.focus({ preventScroll: true });
  }

  #startReacting(message: Message): void {
    // First, because the pressed button goes, and its going would read as the focus leaving the list.
    document.getElementById(articleId(message.id))?.focus({ preventScroll: true });
    this.reacting = message.id;
    // The button that was pressed is gone: the first emoji takes its place.
    void this.updateComplete.then(() =>
      document
        .getElementById(articleId(message.id))
        ?.querySelector<HTMLElement>(".button-emoji")
        ?.focus({ preventScroll: true }),
    );
  }

  #key(event: KeyboardEvent): void {
    if (event.key === "Escape") {
      if (this.reacting !== null) this.#articleOf(event.target)?.focus();
      else this.dropDivider();
      this.reacting = null;
      return;
    }
    const article = this.#articleOf(event.target);
    if (article === null || event.altKey || event.ctrlKey || event.metaKey) return;
    const { messages } = this.room;
    const here = messages.findIndex(
      (message, i) => i >= this.#window.from && articleId(message.id) === article.id,
    );
    const to =
      event.key === "ArrowUp"
        ? here - 1
        : event.key === "ArrowDown"
          ? here + 1
          : event.key === "Home"
            ? 0
            : event.key === "End"
              ? messages.length - 1
              : -1;
    const message = messages[to];
    if (here < 0 || message === undefined) return;
    event.preventDefault();
    this.hovered = null;
    void this.#focusMessage(message, to);
  }

  async #focusMessage(message: Message, place: number): Promise<void> {
    if (place < this.#window.from || place >= this.#window.to) {
      this.following = false;
      this.#window = around(place, this.room.messages.length);
      this.#note();
      this.#target = { id: message.id, block: "center", focus: true };
      this.requestUpdate();
      await this.updateComplete;
    }
    document.getElementById(articleId(message.id))?.focus();
  }

  #askDelete(message: Message): Promise<void> {
    const { t } = this;
    const question = {
      title: t.message.deleteTitle,
      text: t.message.deleteText,
      yes: t.message.deleteConfirm,
      no: t.message.keep,
    };
    return ask(this.locale, question, () => this.room.erase(message.id));
  }

  /** "Today" becomes "Yesterday" without anybody writing. */
  #awaitMidnight(): void {
    const now = Date.now();
    const midnight = new Date(now).setHours(24, 0, 1, 0);
    this.#midnight = setTimeout(() => {
      if (daysAgo(now, Date.now()) > 0) this.requestUpdate();
      this.#awaitMidnight();
    }, midnight - now);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "kb-messages": KbMessages;
  }
}
