import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { ShownPerson, RoomModel } from "../../app/model.ts";
import { companyOf } from "../company.ts";
import { connectionSentence } from "../connection-sentence.ts";
import { dialogIcons } from "./dialog-icons.ts";
import { connectionReport } from "./connection-report.ts";
import { copyField, selectField } from "./copy-field.ts";
import { KbDialog } from "./kb-dialog.ts";
import { avatar, nameView } from "../person-view.ts";
import { Watch } from "../watch.ts";

/** The connection doctor: each person's path and, when something is wrong, its cause and the one fix. */
@customElement("kb-doctor")
export class KbDoctor extends KbDialog {
  @property({ attribute: false }) room!: RoomModel;

  @state() private copied: "no" | "yes" | "failed" = "no";

  @query("#doctor-report") private report!: HTMLTextAreaElement;

  constructor() {
    super();
    void new Watch(this, () => this.room);
  }

  protected override heading(): string {
    return this.t.doctor.title;
  }

  protected override body(): TemplateResult {
    const { t, room, locale } = this;
    const others = room.people.filter((person) => person.path !== "you");
    return html`<p class="prose">${connectionSentence(locale, room.connection)}</p>
      ${this.#trouble()}
      <dl class="doctor-host">
        <dt>${t.doctor.host}</dt>
        <dd>
          ${companyOf(room.connection) === "cutOff" ? t.doctor.hostNeeded : t.doctor.hostState[room.connection.host]}
        </dd>
      </dl>
      ${
        others.length === 0
          ? html`<p class="hint">${t.doctor.nobody}</p>`
          : html`<ul class="doctor-people" role="list">
              ${repeat(
                others,
                (person) => person.author,
                (person) => this.#person(person),
              )}
            </ul>`
      }
      ${this.#details()}`;
  }

  /** For somebody who helps from afar: folded away, since it says nothing to most. */
  #details(): TemplateResult {
    const { t, room, copied } = this;
    const { userAgent } = navigator;
    const protocol = location.protocol.slice(0, -1);
    return html`<details class="doctor-details">
      <summary>${t.doctor.details}</summary>
      <p class="hint">${t.doctor.detailsHint}</p>
      <textarea
        class="input doctor-report"
        id="doctor-report"
        dir="ltr"
        lang="en"
        rows="8"
        readonly
        aria-label=${t.doctor.details}
        .value=${connectionReport({ room, userAgent, protocol, now: Date.now() })}
        @focus=${() => selectField(this.report)}
      ></textarea>
      <button type="button" class="button-outline" @click=${() => void this.#copy()}>
        ${copied === "yes" ? dialogIcons.check : dialogIcons.copy} ${t.doctor.copyDetails}
      </button>
      <p class=${copied === "failed" ? "problem" : "hint"} role="status">
        ${copied === "yes" ? t.doctor.copied : copied === "failed" ? t.doctor.copyFailed : nothing}
      </p>
    </details>`;
  }

  async #copy(): Promise<void> {
    this.copied = (await copyField(this.report)) ? "yes" : "failed";
  }

  #trouble(): TemplateResult {
    const { t, room } = this;
    if (room.trouble === null) return html`<p class="doctor-well">${dialogIcons.check} ${t.doctor.well}</p>`;
    const { what, fix } = t.doctor.trouble[room.trouble];
    return html`<div class="doctor-trouble">
      <p>${what}</p>
      <h3 class="eyebrow mt-3">${t.doctor.fix}</h3>
      <p>${fix}</p>
    </div>`;
  }

  #person(person: ShownPerson): TemplateResult {
    const { t, locale } = this;
    return html`<li>
      ${person.blocked ? html`<span class="avatar avatar-blocked"></span>` : avatar(person)}
      <span class="min-w-0 flex-1 truncate">${nameView(t, person)}</span>
      <span class="doctor-path"
        ><span class="path-dot" data-path=${person.path}></span>${t.people[person.path]}</span
      >
      ${person.rttMs === null ? nothing : html`<span class="doctor-rtt">${t.person.rtt(locale.number(Math.round(person.rttMs)))}</span>`}
    </li>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "kb-doctor": KbDoctor;
  }
}
