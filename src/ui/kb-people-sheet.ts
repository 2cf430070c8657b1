import { html, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { RoomModel } from "../app/model.ts";
import { icons } from "./icons.ts";
import { KbDialog } from "./kb-dialog.ts";
import "./kb-people.ts";
import { openShare } from "./open.ts";

/** The people on a narrow screen. */
@customElement("kb-people-sheet")
export class KbPeopleSheet extends KbDialog {
  @property({ attribute: false }) room!: RoomModel;

  protected override heading(): string {
    return this.t.people.title;
  }

  protected override body(): TemplateResult {
    return html`<section aria-label=${this.t.room.people}>
        <kb-people .room=${this.room} .locale=${this.locale}></kb-people>
      </section>
      <button type="button" class="button-outline" @click=${() => this.#invite()}>
        ${icons.share} ${this.t.people.invite}
      </button>`;
  }

  #invite(): void {
    this.close();
    void openShare(this.locale, this.room);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "kb-people-sheet": KbPeopleSheet;
  }
}
