import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { AppModel, NameProblem, RoomModel } from "../../app/model.ts";
import { field } from "../field.ts";
import { icons } from "../icons.ts";
import { KbElement } from "../kb-element.ts";
import { nameClash } from "../name-clash.ts";
import { noticesView } from "../room/notices.ts";
import { Watch } from "../watch.ts";

/** Where a link is opened without a name, or with one that somebody present uses (ID2). */
@customElement("kb-door")
export class KbDoor extends KbElement {
  @property({ attribute: false }) app!: AppModel;
  @property({ attribute: false }) room!: RoomModel;
  @property({ attribute: false }) dismissed!: ReadonlySet<string>;

  @state() private problem: NameProblem | null = null;
  /** The form has been seen; until then, coming back with a name that is kept asks nothing. */
  #asked = false;
  #focused = false;

  constructor() {
    super();
    void new Watch(this, () => this.room);
  }

  protected override updated(): void {
    if (this.#focused || this.#input === null) return;
    this.#focused = true;
    this.#input.focus();
  }

  protected override render(): TemplateResult {
    const { t, room, app } = this;
    const { entry } = room;
    this.#asked ||= entry.at === "door";
    if (!this.#asked) return this.#passing();
    const clash = entry.at === "door" ? entry.clash : null;
    return html`${noticesView({ app, room, locale: this.locale, dismissed: this.dismissed, onDismiss: (key) => this.say("kb-dismiss", key) })}
      <main class="page-narrow">
        <form class="card stitched grid gap-5" @submit=${(event: SubmitEvent) => this.#submit(event)}>
          <span class="app-icon"></span>
          <div>
            <h1 class="title">${room.name === "" ? t.door.titleUnnamed : t.door.title(room.name)}</h1>
            <p class="hint mt-2">${t.door.hint}</p>
          </div>
          ${field({
            id: "door-name",
            label: t.home.yourName,
            value: clash?.name ?? app.name,
            autocomplete: "nickname",
            problem:
              clash !== null
                ? t.door.taken(clash.name)
                : this.problem === null
                  ? null
                  : t.problem.name[this.problem],
          })}
          ${clash === null ? nothing : nameClash(t, clash, (name, options) => this.#enter(name, options))}
          <button class="button" ?disabled=${entry.at === "entering"}>
            ${entry.at === "entering" ? t.door.entering : t.door.enter}
          </button>
          ${room.connection.receiving === null ? nothing : html`<p class="hint" role="status">${this.#receiving()}</p>`}
          <button type="button" class="link justify-self-start" @click=${() => app.goHome()}>
            ${icons.back} ${t.room.back}
          </button>
        </form>
      </main>`;
  }

  #passing(): TemplateResult {
    const { t, room } = this;
    return html`<main class="page-narrow passing">
      <span class="app-icon"></span>
      <h1 class="title" dir="auto">${room.name === "" ? t.home.unnamedRoom : room.name}</h1>
      <p class="hint" role="status">${t.door.entering} ${this.#receiving()}</p>
    </main>`;
  }

  /** A room syncs while one waits at its door. */
  #receiving(): string | typeof nothing {
    const { receiving } = this.room.connection;
    return receiving === null ? nothing : this.t.connection.receiving(this.locale.percent(receiving));
  }

  get #input(): HTMLInputElement | null {
    return this.querySelector("#door-name");
  }

  #submit(event: SubmitEvent): void {
    event.preventDefault();
    this.#enter(this.#input?.value ?? "");
  }

  #enter(name: string, options?: { anyway?: boolean }): void {
    this.problem = options === undefined ? this.room.enter(name) : this.room.enter(name, options);
    if (this.problem !== null) this.#input?.focus();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "kb-door": KbDoor;
  }
}
