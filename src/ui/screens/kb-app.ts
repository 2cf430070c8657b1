import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { keyed } from "lit/directives/keyed.js";
import type { AppModel, RoomModel } from "../../app/model.ts";
import { isolate } from "../../i18n/isolate.ts";
import { Locale, type Whole } from "../../i18n/locale.ts";
import "./kb-door.ts";
import "./kb-home.ts";
import { Calendar } from "../calendar.ts";
import { KbElement, type KbEvents } from "../kb-element.ts";
import { fetched } from "../fetched.ts";
import { closeDialogs, preload } from "../open.ts";
import { unreadOf } from "../messages/unread.ts";
import { Watch } from "../watch.ts";

const preloadAfterMs = 1500;

/** The whole page: chooses the screen, keeps language, theme and title. Give it `app` and it draws. */
@customElement("kb-app")
export class KbApp extends KbElement {
  @property({ attribute: false }) app: AppModel | undefined;

  @state() private dismissed: ReadonlySet<string> = new Set();
  /** False until the first language has arrived, so that no page flashes in the wrong one. */
  @state() private ready = false;

  /** The words of the page for what cannot be opened; null until they and its code have come. */
  @state() private whole: Whole | null = null;

  #room: RoomModel | null = null;
  #asked: AppModel["language"] | undefined;
  #badAsked = false;
  #shownRoute: AppModel["route"]["at"] | undefined;

  constructor() {
    super();
    this.locale = new Locale(navigator.languages);
    void new Calendar(this, this.locale);
    void new Watch(this, () => this.app);
    void new Watch(this, () => this.#room ?? undefined);
    this.addEventListener("kb-dismiss", (event) => {
      this.dismissed = new Set([...this.dismissed, (event as CustomEvent<KbEvents["kb-dismiss"]>).detail]);
    });
  }

  protected override updated(changed: PropertyValues<this>): void {
    const { app } = this;
    if (changed.has("app") && app !== undefined)
      setTimeout(() => void Promise.allSettled([preload(app), this.#fetchBad()]), preloadAfterMs);
  }

  protected override willUpdate(): void {
    const { app } = this;
    if (app === undefined) return;
    this.#speak(app.language);
    this.#badAsked &&= app.route.at === "bad";
    const room = app.route.at === "room" ? app.route.room : null;
    if (room !== this.#room || app.route.at !== this.#shownRoute) {
      if (this.#shownRoute !== undefined) closeDialogs();
      this.#room = room;
      this.#shownRoute = app.route.at;
      // The watch follows at its next look.
      queueMicrotask(() => this.requestUpdate());
    }
    this.#dress(app);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { app, locale } = this;
    if (app === undefined || !this.ready) return nothing;
    const { route } = app;
    switch (route.at) {
      case "home":
        return html`<kb-home .app=${app} .locale=${locale} .dismissed=${this.dismissed}></kb-home>`;
      case "bad":
        if (this.whole === null) {
          this.#loadBad();
          return nothing;
        }
        return html`<kb-bad
          .app=${app}
          .reason=${route.reason}
          .locale=${locale}
          .whole=${this.whole}
        ></kb-bad>`;
      case "room":
        // In the same file as what opened the room (vite.config.ts): it is here already.
        void import("../room/kb-room.ts");
        return html`${keyed(
          route.room,
          route.room.entry.at === "inside"
            ? html`<kb-room
                .app=${app}
                .room=${route.room}
                .locale=${locale}
                .dismissed=${this.dismissed}
              ></kb-room>`
            : html`<kb-door
                .app=${app}
                .room=${route.room}
                .locale=${locale}
                .dismissed=${this.dismissed}
              ></kb-door>`,
        )}`;
    }
  }

  async #fetchBad(): Promise<void> {
    const [whole] = await Promise.all([this.locale.whole(), import("./kb-bad.ts")]);
    this.whole = whole;
  }

  /** Once for each bad link: a page that cannot be fetched says so, and is not asked for at every redraw. */
  #loadBad(): void {
    if (this.#badAsked) return;
    this.#badAsked = true;
    void fetched(this.locale, () => this.#fetchBad());
  }

  /** Where the words cannot be fetched (host away, nothing cached) the present language serves, and it is said once. */
  #speak(language: AppModel["language"]): void {
    if (language === this.#asked) return;
    this.#asked = language;
    void fetched(this.locale, () => this.locale.use(language)).then(() => (this.ready = true));
  }

  /** What stands outside the body: language, theme, title. Never the secret, which is in the address only (LK3). */
  #dress(app: AppModel): void {
    const root = document.documentElement;
    const theme = app.theme === "system" ? undefined : app.theme;
    // Only when they change: writing even the same value makes the browser style the whole page anew (90 ms, measured).
    if (root.lang !== this.locale.language) root.lang = this.locale.language;
    if (root.dataset["theme"] !== theme) {
      if (theme === undefined) delete root.dataset["theme"];
      else root.dataset["theme"] = theme;
    }
    const title = this.#title();
    if (document.title !== title) document.title = title;
  }

  #title(): string {
    const room = this.#room;
    if (room === null) return "কথাবার্তা Kothabarta";
    const name = room.name === "" ? this.t.home.unnamedRoom : room.name;
    const unread = room.entry.at === "inside" ? unreadOf(room.messages, room.unreadFrom, room.me).count : 0;
    return unread > 0 ? `(${this.locale.number(unread)}) ${isolate(name)}` : name;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "kb-app": KbApp;
  }
}
