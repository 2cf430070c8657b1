import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import type { AppModel, RoomModel } from "../../app/model.ts";
import type { AuthorId } from "../../room/ids.ts";
import type { Draft } from "../../room/draft.ts";
import type { Message } from "../../room/message.ts";
import { icons } from "../icons.ts";
import "./kb-composer.ts";
import { composingOf, type Composing } from "./composing.ts";
import "./kb-connection.ts";
import { KbElement } from "../kb-element.ts";
import "../messages/kb-messages.ts";
import type { KbMessages } from "../messages/kb-messages.ts";
import "../kb-people.ts";
import { MediaWatch } from "../media-watch.ts";
import { noticesView } from "./notices.ts";
import { openPeople, openPerson, openSettings, openShare } from "../open.ts";
import { personName } from "../person-view.ts";
import { catchStrayKeys } from "./stray-keys.ts";
import { keepAboveKeyboard } from "./viewport.ts";
import { Watch } from "../watch.ts";
import type { Stop } from "../../lib/listeners.ts";

/** Inside a room: header, messages, composer, people. */
@customElement("kb-room")
export class KbRoom extends KbElement {
  @property({ attribute: false }) app!: AppModel;
  @property({ attribute: false }) room!: RoomModel;
  @property({ attribute: false }) dismissed!: ReadonlySet<string>;

  @query("kb-messages") private list!: KbMessages | null;
  readonly #wide = new MediaWatch(this, "(min-width: 64rem)");
  #composing: Composing = { at: "new" };
  #stops: readonly Stop[] = [];

  constructor() {
    super();
    void new Watch(this, () => this.room);
    void new Watch(this, () => this.app);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stops = [keepAboveKeyboard(this), catchStrayKeys(() => this.querySelector("kb-composer")?.focus())];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.#stops) stop();
  }

  protected override willUpdate(): void {
    this.#composing = composingOf(this.room, this.#composing);
  }

  protected override render(): TemplateResult {
    const { t, app, room, locale } = this;
    return html`<div class="room">
      ${this.#header()}
      ${noticesView({ app, room, locale: this.locale, dismissed: this.dismissed, onDismiss: (key) => this.say("kb-dismiss", key) })}
      ${this.#progress()}
      <div class="room-body">
        <main class="room-main">
          <kb-messages
            .room=${room}
            .locale=${locale}
            @kb-reply=${(event: CustomEvent<Message>) => this.#compose({ replyTo: event.detail.id, edit: null })}
            @kb-edit=${(event: CustomEvent<Message>) => this.#edit(event.detail)}
          ></kb-messages>
          <p class="typing">
            ${
              room.typing.length === 0
                ? nothing
                : html`<span class="typing-dots" aria-hidden="true"><i></i><i></i><i></i></span>
                    ${t.room.typing(room.typing.map((person) => personName(t, person)))}`
            }
          </p>
          <kb-composer
            .room=${room}
            .locale=${locale}
            .sendKey=${app.sendKey}
            .composing=${this.#composing}
            @kb-edit=${(event: CustomEvent<Message>) => this.#edit(event.detail)}
            @kb-compose-end=${() => this.#compose(room.draft.edit === null ? { replyTo: null } : { edit: null })}
            @kb-sent=${() => this.list?.toLatest()}
            @kb-page=${(event: CustomEvent<-1 | 1>) => this.list?.page(event.detail)}
            @kb-escape=${() => this.list?.dropDivider()}
          ></kb-composer>
        </main>
        ${
          this.#wide.matches
            ? html`<section class="room-side" aria-label=${t.room.people}>
                <h2 class="eyebrow">${t.room.people}</h2>
                <kb-people
                  .room=${room}
                  .locale=${locale}
                  .onPerson=${(author: AuthorId) => void openPerson(locale, room, author)}
                ></kb-people>
              </section>`
            : nothing
        }
      </div>
    </div>`;
  }

  #header(): TemplateResult {
    const { t, app, room, locale } = this;
    const count = room.people.filter((person) => person.path !== "away" && !person.blocked).length;
    const people = t.room.peopleCount(count, locale.number(count));
    return html`<header class="room-head">
      <button
        type="button"
        class="button-icon"
        aria-label=${t.room.back}
        title=${t.room.back}
        @click=${() => app.goHome()}
      >
        ${icons.back}
      </button>
      <div class="room-title">
        <h1 class="truncate" dir="auto">
          ${room.name === "" ? t.home.unnamedRoom : room.name}${
            room.link.kind === "public" ? html` <span class="mark">${t.room.publicMark}</span>` : nothing
          }
        </h1>
      </div>
      <kb-connection class="room-connection" .room=${room} .locale=${locale}></kb-connection>
      <div class="room-tools">
        ${
          this.#wide.matches
            ? html`<span class="people-count">${icons.people} ${people}</span>`
            : html`<button
                type="button"
                class="button-icon people-count"
                aria-label=${`${t.room.people}: ${people}`}
                @click=${() => void openPeople(locale, room)}
              >
                ${icons.people} <span aria-hidden="true">${locale.number(count)}</span>
              </button>`
        }
        <button
          type="button"
          class="button-tool"
          aria-label=${t.room.share}
          title=${t.room.share}
          @click=${() => void openShare(locale, room)}
        >
          ${icons.share} <span class="button-word" aria-hidden="true">${t.room.share}</span>
        </button>
        <button
          type="button"
          class="button-icon"
          aria-label=${t.room.settings}
          title=${t.room.settings}
          @click=${() => void openSettings(locale, app, { room })}
        >
          ${icons.settings}
        </button>
      </div>
    </header>`;
  }

  #progress(): TemplateResult {
    const { receiving } = this.room.connection;
    return html`<progress
      class="progress"
      max="1"
      .value=${receiving ?? 0}
      ?hidden=${receiving === null}
      aria-hidden="true"
    ></progress>`;
  }

  #edit({ id, text }: Message): void {
    this.#compose({ edit: { target: id, text } });
  }

  #compose(change: Partial<Draft>): void {
    this.room.setDraft(change);
    this.requestUpdate();
    void this.updateComplete.then(() => this.querySelector("kb-composer")?.focus());
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "kb-room": KbRoom;
  }
}
