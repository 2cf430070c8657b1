import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { RoomModel } from "../../app/model.ts";
import { icons } from "../icons.ts";
import { dialogIcons } from "./dialog-icons.ts";
import { copyField, selectField } from "./copy-field.ts";
import { KbDialog } from "./kb-dialog.ts";
import "./kb-qr.ts";
import { Watch } from "../watch.ts";

/** The room's link, as text and as a QR code, for each address others can reach (LK5). */
@customElement("kb-share")
export class KbShare extends KbDialog {
  @property({ attribute: false }) room!: RoomModel;

  @state() private chosen = 0;
  @state() private copied: "no" | "yes" | "failed" = "no";

  @query("#share-link") private link!: HTMLInputElement;

  constructor() {
    super();
    void new Watch(this, () => this.room);
  }

  protected override heading(): string {
    return this.t.share.title;
  }

  protected override body(): TemplateResult {
    const { t, room } = this;
    const { onlyHere } = room.share;
    return html`<p class="prose">
        ${room.link.kind === "private" ? t.share.privateHint : t.share.publicHint}
      </p>
      ${onlyHere ? html`<p class="problem" role="note">${t.share.onlyHere}</p>` : nothing}
      ${this.#addresses()}
      <div class="share-grid">
        <kb-qr .text=${this.#url} .label=${t.share.qr} .tooLong=${t.share.qrTooLong}></kb-qr>
        <div class="grid content-start gap-3">
          <div class="field">
            <label class="label" for="share-link">${t.share.link}</label>
            <input
              class="input"
              id="share-link"
              dir="ltr"
              readonly
              .value=${this.#url}
              @focus=${() => selectField(this.link)}
            />
          </div>
          <button type="button" class="button" autofocus @click=${() => void this.#copy()}>
            ${this.copied === "yes" ? dialogIcons.check : dialogIcons.copy} ${t.share.copy}
          </button>
          ${
            "share" in navigator
              ? html`<button type="button" class="button-outline" @click=${() => void this.#send()}>
                  ${icons.share} ${t.share.send}
                </button>`
              : nothing
          }
          <p class=${this.copied === "failed" ? "problem" : "hint"} role="status">
            ${this.copied === "yes" ? t.share.copied : this.copied === "failed" ? t.share.copyFailed : nothing}
          </p>
        </div>
      </div>`;
  }

  #addresses(): TemplateResult | typeof nothing {
    const { t, room } = this;
    const { links } = room.share;
    if (links.length < 2) return nothing;
    return html`<fieldset class="addresses">
      <legend class="label">${t.share.addresses}</legend>
      <p class="hint">${t.share.addressesHint}</p>
      ${links.map(
        ({ label }, i) =>
          html`<label class="address">
            <input
              type="radio"
              name="share-address"
              .checked=${i === this.chosen}
              @change=${() => this.#choose(i)}
            />
            <span>${label}</span>
          </label>`,
      )}
    </fieldset>`;
  }

  get #url(): string {
    const { links } = this.room.share;
    return (links[this.chosen] ?? links[0])?.url ?? "";
  }

  #choose(index: number): void {
    this.chosen = index;
    this.copied = "no";
  }

  async #copy(): Promise<void> {
    this.copied = (await copyField(this.link)) ? "yes" : "failed";
    if (this.copied === "failed") this.link.focus();
  }

  async #send(): Promise<void> {
    try {
      await navigator.share({ title: this.room.name, url: this.#url });
    } catch {
      // Closed without choosing an app, or not allowed here: the link still stands in the dialog.
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "kb-share": KbShare;
  }
}
