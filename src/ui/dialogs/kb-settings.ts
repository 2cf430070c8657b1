import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { AppModel, NameClash, NameProblem, RoomModel } from "../../app/model.ts";
import { languages, sendKeys, themes, type Language, type SendKey, type Theme } from "../../lib/choices.ts";
import { field } from "../field.ts";
import { nameClash } from "../name-clash.ts";
import { icons } from "../icons.ts";
import "./kb-backup.ts";
import { KbDialog } from "./kb-dialog.ts";
import { isTouch } from "../touch.ts";
import { Watch } from "../watch.ts";

/** Each in itself, for whoever reads no other. */
const languageNames: Readonly<Record<Language, string>> = { en: "English", bn: "বাংলা" };

/** ⌘ takes the place of Ctrl on what Apple makes. */
const ctrl = (): string => (/Mac|iP(?:hone|ad)/u.test(navigator.userAgent) ? "⌘" : "Ctrl");

/** iOS has no install prompt. `standalone` exists in Safari only, and is false where the page is not an installed app. */
const isOnIosPage = (): boolean =>
  navigator.maxTouchPoints > 0 && "standalone" in navigator && navigator.standalone === false;

@customElement("kb-settings")
export class KbSettings extends KbDialog {
  @property({ attribute: false }) app!: AppModel;
  @property({ attribute: false }) room: RoomModel | null = null;
  @property({ attribute: false }) at: "top" | "backup" = "top";

  /** What became of the name: null while it is being written. */
  @state() private name: NameProblem | NameClash | "kept" | null = null;

  constructor() {
    super();
    void new Watch(this, () => this.app);
    void new Watch(this, () => this.room ?? undefined);
  }

  protected override heading(): string {
    return this.t.settings.title;
  }

  protected override firstUpdated(): void {
    super.firstUpdated();
    if (this.at === "backup") this.querySelector("kb-backup")?.scrollIntoView();
  }

  protected override body(): TemplateResult {
    const { t, app } = this;
    return html`<div class="grid grid-cols-2 gap-3">
        <div class="field">
          <label class="label" for="settings-language">${t.settings.language}</label>
          <select
            class="input"
            id="settings-language"
            @change=${(event: Event) => app.setLanguage(chosen(event) as Language)}
          >
            ${languages.map((code) => html`<option value=${code} lang=${code} ?selected=${code === app.language}>${languageNames[code]}</option>`)}
          </select>
        </div>
        <div class="field">
          <label class="label" for="settings-theme">${t.settings.theme}</label>
          <select
            class="input"
            id="settings-theme"
            @change=${(event: Event) => app.setTheme(chosen(event) as Theme)}
          >
            ${themes.map((theme) => html`<option value=${theme} ?selected=${theme === app.theme}>${t.settings.themes[theme]}</option>`)}
          </select>
        </div>
      </div>
      ${isTouch() ? nothing : this.#sendKey()} ${this.#name()} ${this.#storage()}
      <kb-backup class="settings-part" .app=${app} .locale=${this.locale} .whole=${this.whole}></kb-backup>
      ${
        app.installable
          ? html`<button
              type="button"
              class="button-outline justify-self-start"
              @click=${() => void app.install()}
            >
              ${icons.install} ${t.home.install}
            </button>`
          : nothing
      }
      ${
        isOnIosPage()
          ? html`<section class="settings-part">
              <h3 class="card-title">${icons.share} ${t.settings.iosInstall}</h3>
              <p class="prose">${t.settings.iosInstallText}</p>
            </section>`
          : nothing
      }
      <section class="settings-part">
        <h3 class="card-title">${t.settings.protection}</h3>
        <ul class="protection">
          ${t.settings.protectionList.map((line) => html`<li>${line}</li>`)}
        </ul>
      </section>`;
  }

  #name(): TemplateResult {
    const { t, app, name } = this;
    const clash = typeof name === "object" ? name : null;
    return html`<form
        class="settings-name"
        @submit=${(event: SubmitEvent) => this.#submitName(event)}
        @input=${() => (this.name = null)}
      >
        ${field({
          id: "settings-name",
          label: t.settings.name,
          value: app.name,
          autocomplete: "nickname",
          problem:
            clash !== null
              ? t.door.taken(clash.name)
              : name === null || name === "kept" || typeof name === "object"
                ? null
                : t.problem.name[name],
          ...(name === "kept" ? { hint: t.settings.nameKept } : {}),
        })}
        <button class="button-outline">${t.settings.keepName}</button>
      </form>
      ${clash === null ? nothing : nameClash(t, clash, (free, options) => this.#take(free, options))}`;
  }

  #sendKey(): TemplateResult {
    const { t, app } = this;
    return html`<div class="field">
      <label class="label" for="settings-send-key">${t.settings.sendKey}</label>
      <select
        class="input"
        id="settings-send-key"
        @change=${(event: Event) => app.setSendKey(chosen(event) as SendKey)}
      >
        ${sendKeys.map((key) => html`<option value=${key} ?selected=${key === app.sendKey}>${key === "enter" ? t.settings.enter : t.settings.ctrlEnter(ctrl())}</option>`)}
      </select>
    </div>`;
  }

  #storage(): TemplateResult | typeof nothing {
    const { t, room } = this;
    if (room === null) return nothing;
    if (room.connection.saved === "memory")
      return html`<section class="settings-part">
        <h3 class="card-title">${t.settings.storage}</h3>
        <p class="prose">${t.notice.storage}</p>
      </section>`;
    const { bytes, persisted } = room.storage;
    return html`<section class="settings-part">
      <h3 class="card-title">${t.settings.storage}</h3>
      <p class="prose">
        ${t.settings.storageUsed(this.locale.bytes(bytes))}
        ${persisted ? t.settings.persisted : t.settings.notPersisted}
      </p>
    </section>`;
  }

  get #nameInput(): HTMLInputElement | null {
    return this.querySelector("#settings-name");
  }

  #submitName(event: SubmitEvent): void {
    event.preventDefault();
    this.#take(this.#nameInput?.value ?? "");
  }

  /** Inside a room the name has to be free there. Until it is, the old one stands. */
  #take(name: string, options: { anyway?: boolean } = {}): void {
    const { app, room } = this;
    this.name = (room === null ? app.setName(name) : room.rename(name, options)) ?? "kept";
    if (this.name === "kept" && this.#nameInput !== null) this.#nameInput.value = app.name;
    else this.#nameInput?.focus();
  }
}

const chosen = (event: Event): string => (event.target as HTMLSelectElement).value;

declare global {
  interface HTMLElementTagNameMap {
    "kb-settings": KbSettings;
  }
}
