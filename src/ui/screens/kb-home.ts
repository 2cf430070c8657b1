import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { AppModel, NameProblem } from "../../app/model.ts";
import { isBlank } from "../../lib/blank.ts";
import type { SavedRoom } from "../../room/saved-room.ts";
import { fetched } from "../fetched.ts";
import { field } from "../field.ts";
import { icons } from "../icons.ts";
import { KbElement } from "../kb-element.ts";
import { noticesView } from "../room/notices.ts";
import { ask, openSettings } from "../open.ts";
import { Watch } from "../watch.ts";

const around = (count: number, shape: SVGTemplateResult): readonly SVGTemplateResult[] =>
  Array.from(
    { length: count },
    (_, i) => svg`<g transform=${`rotate(${(360 / count) * i} 100 100)`}>${shape}</g>`,
  );

/** The flower of the avatars, large, in running stitch. */
const alpona = html`<svg class="alpona" viewBox="0 0 200 200" aria-hidden="true" focusable="false">
  <circle cx="100" cy="100" r="96" />
  ${around(16, svg`<path d="M100 42c-9-12-9-25 0-38 9 13 9 26 0 38z"/>`)}
  <circle class="spark" cx="100" cy="100" r="54" />
  ${around(8, svg`<path d="M100 92c-14-14-14-28 0-44 14 16 14 30 0 44z"/>`)}
  ${around(8, svg`<path class="spark" d="M100 74v-14"/>`)}
  <circle cx="100" cy="100" r="7" />
</svg>`;

/** The start page: who you are, the rooms you can make, join or come back to. */
@customElement("kb-home")
export class KbHome extends KbElement {
  @property({ attribute: false }) app!: AppModel;
  @property({ attribute: false }) dismissed!: ReadonlySet<string>;

  @state() private nameProblem: NameProblem | null = null;
  @state() private publicProblem: NameProblem | null = null;

  constructor() {
    super();
    void new Watch(this, () => this.app);
  }

  protected override render(): TemplateResult {
    const { app, t } = this;
    return html`${noticesView({ app, room: null, locale: this.locale, dismissed: this.dismissed, onDismiss: (key) => this.say("kb-dismiss", key) })}
      <main class="home">
        <header class="home-head">
          <h1 class="wordmark"><span class="sr-only">${t.appName}</span></h1>
          <p class="home-latin" lang="en" aria-hidden="true">Kothabarta</p>
          <p class="home-tagline">${t.tagline}</p>
          <div class="home-tools">
            <button type="button" class="button-quiet" @click=${() => void openSettings(this.locale, app)}>
              ${icons.settings} ${t.room.settings}
            </button>
            ${
              app.installable
                ? html`<button type="button" class="button-quiet" @click=${() => void app.install()}>
                    ${icons.install} ${t.home.install}
                  </button>`
                : nothing
            }
          </div>
          ${alpona}
        </header>
        <div class="home-body">
          ${app.rooms.length > 0 ? this.#rooms() : nothing}
          <section class="card">${this.#name()}</section>
          <section class="card stitched">${this.#private()}</section>
          <section class="card">${this.#public()}</section>
          ${app.rooms.length === 0 ? html`<p class="hint px-2">${t.home.noRooms}</p>` : nothing}
          <p class="hint px-2">
            ${t.home.moving}
            <button
              type="button"
              class="link"
              @click=${() => void openSettings(this.locale, app, { at: "backup" })}
            >
              ${t.home.bringHere}
            </button>
          </p>
        </div>
      </main>`;
  }

  #name(): TemplateResult {
    const { t } = this;
    return field({
      id: "home-name",
      label: t.home.yourName,
      hint: t.home.yourNameHint,
      problem: this.nameProblem === null ? null : t.problem.name[this.nameProblem],
      value: this.app.name,
      autocomplete: "nickname",
      onChange: () => this.#keepName(),
    });
  }

  #private(): TemplateResult {
    const { t } = this;
    return html`<form class="grid gap-4" @submit=${(event: SubmitEvent) => this.#create(event)}>
      <div>
        <h2 class="card-title">${icons.lock} ${t.home.privateTitle}</h2>
        <p class="hint">${t.home.privateHint}</p>
      </div>
      ${field({ id: "home-room", label: t.home.roomName, note: t.home.optional })}
      <button class="button">${t.home.createPrivate}</button>
    </form>`;
  }

  #public(): TemplateResult {
    const { t } = this;
    return html`<form class="grid gap-4" @submit=${(event: SubmitEvent) => this.#join(event)}>
        <div>
          <h2 class="card-title">${icons.open} ${t.home.publicTitle}</h2>
          <p class="hint">${t.home.publicHint}</p>
        </div>
        ${field({
          id: "home-public",
          label: t.home.publicRoom,
          placeholder: t.home.publicPlaceholder,
          problem: this.publicProblem === null ? null : t.problem.roomName[this.publicProblem],
        })}
        <button class="button-outline">${t.home.joinPublic}</button>
      </form>
      ${this.#live()}`;
  }

  #live(): TemplateResult {
    const { t, locale } = this;
    const rooms = this.app.publicRooms;
    return html`<div class="mt-6">
      <h3 class="eyebrow">${t.home.publicRoomsTitle}</h3>
      ${
        typeof rooms === "string"
          ? html`<p class="hint">${rooms === "away" ? t.home.hostSilent : t.home.asking}</p>`
          : rooms.length === 0
            ? html`<p class="hint">${t.home.noPublicRooms}</p>`
            : html`<ul class="rooms" role="list" aria-label=${t.home.publicRooms}>
                ${repeat(
                  rooms,
                  (room) => room.href,
                  (room) =>
                    html`<li>
                      <a class="room-link" href=${room.href} @click=${() => this.#choose(room.href)}>
                        <span class="room-name"><bdi>${room.name}</bdi></span>
                        <span class="room-note"
                          >${t.home.peopleIn(room.people, locale.number(room.people))}</span
                        >
                      </a>
                    </li>`,
                )}
              </ul>`
      }
    </div>`;
  }

  #rooms(): TemplateResult {
    const { t } = this;
    return html`<nav class="card" aria-label=${t.home.yourRooms}>
      <h2 class="card-title mb-2">${t.home.yourRooms}</h2>
      <ul class="rooms" role="list">
        ${repeat(
          this.app.rooms,
          (room) => room.href,
          (room) => this.#savedRoom(room),
        )}
      </ul>
    </nav>`;
  }

  #savedRoom(room: SavedRoom): TemplateResult {
    const { t, locale } = this;
    const name = room.name === "" ? t.home.unnamedRoom : room.name;
    return html`<li class="flex items-center gap-1">
      <a class="room-link flex-1" href=${room.href} @click=${() => this.#keepName()}>
        <span class="room-icon">${room.kind === "private" ? icons.lock : icons.open}</span>
        <span class="room-name"><bdi>${name}</bdi></span>
        <span class="room-note" title=${t.home.lastOpened(locale.full(room.lastOpened))}
          >${locale.ago(room.lastOpened, Date.now())}</span
        >
      </a>
      <button
        type="button"
        class="button-icon"
        aria-label=${t.home.forget(name)}
        title=${t.home.forget(name)}
        @click=${() => void this.#forget(room, name)}
      >
        ${icons.trash}
      </button>
    </li>`;
  }

  /** Keeps what stands in the name field; an empty one is no obstacle, the door asks again. */
  #keepName(): boolean {
    const input = this.querySelector<HTMLInputElement>("#home-name");
    const name = input?.value ?? "";
    const problem = isBlank(name) ? null : this.app.setName(name);
    this.nameProblem = problem;
    if (problem !== null) input?.focus();
    return problem === null;
  }

  #choose(href: string): void {
    this.#keepName();
    this.app.choose(href);
  }

  #create(event: SubmitEvent): void {
    event.preventDefault();
    if (!this.#keepName()) return;
    const name = this.querySelector<HTMLInputElement>("#home-room")?.value ?? "";
    void fetched(this.locale, () => this.app.createPrivateRoom(name));
  }

  #join(event: SubmitEvent): void {
    event.preventDefault();
    if (!this.#keepName()) return;
    const input = this.querySelector<HTMLInputElement>("#home-public");
    this.publicProblem = this.app.joinPublicRoom(input?.value ?? "");
    if (this.publicProblem !== null) input?.focus();
  }

  #forget(room: SavedRoom, name: string): Promise<void> {
    return ask(
      this.locale,
      ({ ask: { forget }, room: { cancel } }) => ({ ...forget, title: forget.title(name), no: cancel }),
      () => void this.app.forgetRoom(room.href),
    );
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "kb-home": KbHome;
  }
}
