import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { ShownPerson, RoomModel } from "../app/model.ts";
import { isolate } from "../i18n/isolate.ts";
import type { AuthorId } from "../room/ids.ts";
import { KbElement } from "./kb-element.ts";
import { avatar, nameText, nameView } from "./person-view.ts";
import { Watch } from "./watch.ts";

/** Twice what a room is made for (MS3). Somebody may make up more, and each is forty elements. */
const mostDrawn = 200;

/** Who is here, and whose messages are in view; a click tells more. */
@customElement("kb-people")
export class KbPeople extends KbElement {
  @property({ attribute: false }) room!: RoomModel;
  /** Tells more about one of them. */
  @property({ attribute: false }) onPerson!: (author: AuthorId) => void;

  constructor() {
    super();
    void new Watch(this, () => this.room);
  }

  protected override render(): TemplateResult {
    const { t, locale } = this;
    const { people } = this.room;
    const more = people.length - mostDrawn;
    return html`<ul class="people" role="list">
        ${repeat(
          people.slice(0, mostDrawn),
          (person) => person.author,
          (person) => html`<li>${this.#person(person)}</li>`,
        )}
      </ul>
      ${more > 0 ? html`<p class="hint">${t.people.others(more, locale.number(more))}</p>` : nothing}`;
  }

  #person(person: ShownPerson): TemplateResult {
    const { t } = this;
    const notes = [person.blocked ? t.people.blocked : t.people[person.path]];
    if (person.faulty) notes.push(t.people.faulty);
    else if (person.typing) notes.push(t.people.typing);
    return html`<button
      type="button"
      class="person"
      data-path=${person.path}
      aria-label=${`${isolate(nameText(t, person))}, ${notes.join(", ")}`}
      title=${t.people.details(nameText(t, person))}
      @click=${() => this.onPerson(person.author)}
    >
      ${person.blocked ? html`<span class="avatar avatar-blocked"></span>` : avatar(person)}
      <span class="min-w-0 flex-1">
        <span class="block truncate">${nameView(t, person)}</span>
        <span class="person-note"
          ><span class="path-dot" data-path=${person.path}></span>${notes.join(" · ")}</span
        >
      </span>
      ${person.faulty ? html`<span class="faulty" aria-hidden="true">!</span>` : nothing}
    </button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "kb-people": KbPeople;
  }
}
