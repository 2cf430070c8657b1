import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { RoomModel } from "../../app/model.ts";
import type { RecordId } from "../../room/ids.ts";
import type { Message } from "../../room/message.ts";
import { Announcer } from "./announcer.ts";
import { Bookmark } from "./bookmark.ts";
import { emptyRoom } from "./empty-room.ts";
import { listFootOf } from "../company.ts";
import { KbElement } from "../kb-element.ts";
import { lookForLate, unseenLate } from "./late-arrivals.ts";
import { floats } from "./list-floats.ts";
import { ListScroll } from "./list-scroll.ts";
import { stepFrom } from "./list-step.ts";
import { MessageFocus } from "./message-focus.ts";
import { messageView, type MessageScene } from "./message-view.ts";
import { ask, openEmoji } from "../open.ts";
import { personName } from "../person-view.ts";
import { Printing } from "./printing.ts";
import { toSections } from "./sections.ts";
import { unreadOf } from "./unread.ts";
import { Watch } from "../watch.ts";

const flashMs = 1600;

/** The message list: days, messages, the divider "New messages", and what floats above them. */
@customElement("kb-messages")
export class KbMessages extends KbElement {
  @property({ attribute: false }) room!: RoomModel;

  @state() private flashing: RecordId | null = null;
  @query(".log") private log!: HTMLElement | null;
  readonly #voice = new Announcer(this);
  readonly #hand = new MessageFocus(this);
  readonly #scroll = new ListScroll({
    log: () => this.log,
    messages: () => this.room.messages,
    find: (id) => this.room.message(id),
    redraw: () => this.requestUpdate(),
    onPlace: (id) => this.#bookmark.keep(id),
  });
  readonly #bookmark = new Bookmark({
    room: () => this.room,
    scroll: this.#scroll,
    redraw: () => this.requestUpdate(),
  });
  readonly #printing = new Printing(this, {
    before: () => this.#scroll.hold(),
    draw: () => this.performUpdate(),
  });
  readonly #resized = new ResizeObserver(() => this.#scroll.onResize());
  readonly #onVisible = (): void => this.#bookmark.comeBack();

  constructor() {
    super();
    void new Watch(this, () => this.room);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("visibilitychange", this.#onVisible);
    this.#observe();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("visibilitychange", this.#onVisible);
    this.#resized.disconnect();
  }

  protected override firstUpdated(): void {
    this.#observe();
  }

  /** To the newest message, as after sending. */
  toLatest(): void {
    this.#scroll.toLatest();
  }

  /** As Page Up and Page Down do; a line or two stay in view. */
  page(towards: -1 | 1): void {
    this.log?.scrollBy({ top: towards * this.log.clientHeight * 0.85 });
  }

  dropDivider(): void {
    this.#bookmark.dropDivider();
  }

  protected override willUpdate(): void {
    if (this.#bookmark.open()) this.#voice.begin(this.room);
    if (!this.#printing.on) this.#scroll.beforeDraw();
    this.#voice.tell(this.locale, this.room);
  }

  protected override render(): TemplateResult {
    const { t, room, locale } = this;
    const { messages } = room;
    const hand = this.#hand;
    const scene = this.#scene();
    const now = Date.now();
    const shown = this.#printing.windowOf(this.#scroll.window, messages.length);
    const foot = listFootOf(room.connection);
    return html`<div
        class="log"
        role="log"
        aria-label=${t.room.messages}
        aria-live="off"
        @scroll=${() => this.#onScroll()}
        @keydown=${(event: KeyboardEvent) => this.#key(event)}
        @focusin=${(event: FocusEvent) => hand.onFocusIn(event)}
        @focusout=${(event: FocusEvent) => hand.onFocusOut(event)}
        @pointerover=${(event: PointerEvent) => hand.onPointerOver(event)}
        @pointerleave=${() => hand.onPointerLeave()}
        @click=${(event: MouseEvent) => hand.onClick(event)}
      >
        <div class="log-content">
          ${messages.length === 0 ? emptyRoom(locale, room) : nothing}
          ${this.#printing.part(locale, shown, messages.length)}
          ${repeat(
            toSections(messages, shown, this.#bookmark.divider),
            ({ key }) => key,
            ({ ms, rows }) =>
              html`<section class="day">
                <h2 class="day-head"><span>${locale.day(ms, now)}</span></h2>
                ${repeat(
                  rows,
                  (row) => row.message.id,
                  (row) => messageView(row, scene),
                )}
              </section>`,
          )}
          ${foot !== null && messages.length > 0 && this.#scroll.following ? html`<p class="alone">${t.room[foot]}</p>` : nothing}
        </div>
      </div>
      ${this.#floats()} ${this.#voice.view()}`;
  }

  protected override updated(): void {
    if (this.#printing.on) return;
    this.#scroll.afterDraw();
    this.#bookmark.markRead();
    this.room.setInView(new Set(this.#drawn().map(({ author }) => author)));
    this.#look();
  }

  #drawn(): readonly Message[] {
    const { from, to } = this.#scroll.window;
    return this.room.messages.slice(from, to);
  }

  #scene(): MessageScene {
    const { room, locale } = this;
    const { active, focused, reacting } = this.#hand;
    const drawn = this.#drawn();
    return {
      room,
      locale,
      active,
      reacting,
      flashing: this.flashing,
      tabbed: drawn.some(({ id }) => id === focused) ? focused : (drawn.at(-1)?.id ?? null),
      onReply: (message) => this.say("kb-reply", message),
      onEdit: (message) => this.say("kb-edit", message),
      onDelete: (message) => void this.#askDelete(message),
      onKeep: ({ id }) => {
        this.room.keep(id);
        this.#hand.moveTo(id);
      },
      onReactStart: ({ id }) => void this.#hand.startReacting(id),
      onReact: ({ id }, emoji) => {
        this.#hand.stopReacting();
        this.room.react(id, emoji);
      },
      onMoreReactions: ({ id }) => void openEmoji(this.locale, (emoji) => this.room.react(id, emoji)),
      onJump: (id) => this.#jumpTo(this.room.message(id)),
    };
  }

  #floats(): TemplateResult {
    const { room, locale } = this;
    const away = !this.#scroll.following;
    return floats(locale, {
      late: unseenLate(room),
      away,
      unread: away ? unreadOf(room.messages, room.unreadFrom, room.me).count : 0,
      onLate: (late) => this.#toLate(late),
      onLatest: () => this.toLatest(),
    });
  }

  #jumpTo(message: Message | null): void {
    if (message === null || !this.#scroll.goTo(message, { at: "middle", focus: true })) return;
    this.flashing = message.id;
    setTimeout(() => (this.flashing = null), flashMs);
  }

  #toLate(late: readonly Message[]): void {
    this.room.seeLate(late.map(({ id }) => id));
    this.#jumpTo(late[0] ?? null);
  }

  #look(): void {
    if (this.log !== null && lookForLate(this.room, this.log)) this.requestUpdate();
  }

  #onScroll(): void {
    if (this.#printing.on) return;
    this.#scroll.onScroll();
    this.#look();
  }

  #observe(): void {
    const { log } = this;
    if (log === null) return;
    this.#resized.observe(log);
    if (log.firstElementChild !== null) this.#resized.observe(log.firstElementChild);
  }

  #key(event: KeyboardEvent): void {
    if (event.key === "Escape") {
      if (!this.#hand.stopReacting()) this.dropDivider();
      return;
    }
    const { focused } = this.#hand;
    if (focused === null || event.altKey || event.ctrlKey || event.metaKey) return;
    const { messages } = this.room;
    const { from, to } = this.#scroll.window;
    const here = messages.findIndex(({ id }, i) => i >= from && id === focused);
    const there = stepFrom(here, event.key, messages.length);
    const message = messages[there];
    if (here < 0 || message === undefined) return;
    event.preventDefault();
    if (there >= from && there < to) this.#hand.moveTo(message.id);
    else this.#scroll.goTo(message, { at: "middle", focus: true });
  }

  #askDelete({ id, author }: Message): Promise<void> {
    return ask(
      this.locale,
      (t) => t.ask.erase,
      () => {
        this.room.erase(id);
        const { t, room } = this;
        this.#voice.say(
          `${t.message.announce(personName(t, room.person(author)), t.message.erased)} ${t.message.undoable}`,
        );
        // Undo is the next stop of the Tab key.
        this.#hand.moveTo(id);
      },
    );
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "kb-messages": KbMessages;
  }
}
