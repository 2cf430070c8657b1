import { html, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { RoomModel } from "../../app/model.ts";
import type { AuthorId } from "../../room/ids.ts";
import { icons } from "../icons.ts";
import { KbDialog } from "./kb-dialog.ts";
import "../kb-people.ts";

/** The people on a narrow screen. */
@customElement("kb-people-sheet")
export class KbPeopleSheet extends KbDialog {
  @property({ attribute: false }) room!: RoomModel;
  @property({ attribute: false }) onPerson!: (author: AuthorId) => void;
  @property({ attribute: false }) onInvite!: () => void;

  protected override heading(): string {
    return this.t.people.title;
  }

  protected override body(): TemplateResult {
    return html`<section aria-label=${this.t.room.people}>
        <kb-people .room=${this.room} .locale=${this.locale} .onPerson=${this.onPerson}></kb-people>
      </section>
      <button type="button" class="button-outline" @click=${() => this.#invite()}>
        ${icons.share} ${this.t.people.invite}
      </button>`;
  }

  #invite(): void {
    this.close();
    this.onInvite();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "kb-people-sheet": KbPeopleSheet;
  }
}
