import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { RoomModel } from "../../app/model.ts";
import { isolate } from "../../i18n/isolate.ts";
import type { AuthorId } from "../../room/ids.ts";
import { KbDialog } from "./kb-dialog.ts";
import { avatar, nameText, nameView } from "../person-view.ts";
import { Watch } from "../watch.ts";

/** One person: how they are reached, the fingerprint to compare, blocking. */
@customElement("kb-person")
export class KbPerson extends KbDialog {
  @property({ attribute: false }) room!: RoomModel;
  @property({ attribute: false }) author!: AuthorId;

  constructor() {
    super();
    void new Watch(this, () => this.room);
  }

  protected override heading(): string {
    return isolate(nameText(this.t, this.room.person(this.author)));
  }

  protected override body(): TemplateResult {
    const { t, room, locale } = this;
    const person = room.person(this.author);
    const mine = person.author === room.me;
    return html`<div class="flex items-center gap-4">
        <span class="avatar-large">${avatar(person)}</span>
        <div>
          <p class="text-lg own-box">${nameView(t, person)}</p>
          <p class="hint">
            ${t.person.path[person.path]}${person.rttMs === null ? nothing : html` (${t.person.rtt(locale.number(Math.round(person.rttMs)))})`}
          </p>
        </div>
      </div>
      ${person.tag === null ? nothing : html`<p class="prose">${t.people.tagText}</p>`}
      ${person.faulty ? html`<p class="problem">${t.person.faultyText}</p>` : nothing}
      <div>
        <h3 class="eyebrow">${t.person.fingerprint}</h3>
        <p class="fingerprint">${person.fingerprint}</p>
        <p class="hint mt-2">${mine ? t.person.fingerprintYou : t.person.fingerprintText}</p>
      </div>
      ${
        mine
          ? nothing
          : html`<div class="grid gap-2 border-t border-line pt-4">
              <p class="hint">${t.person.blockText}</p>
              <button
                type="button"
                class="button-quiet justify-self-start"
                @click=${() => (person.blocked ? room.unblock(this.author) : room.block(this.author))}
              >
                ${person.blocked ? t.person.unblock : t.person.block}
              </button>
            </div>`
      }`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "kb-person": KbPerson;
  }
}
