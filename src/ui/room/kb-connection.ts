import { html, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { RoomModel } from "../../app/model.ts";
import { connectionMood, connectionSentence } from "../connection-sentence.ts";
import { KbElement } from "../kb-element.ts";
import { openDoctor } from "../open.ts";
import { Watch } from "../watch.ts";

/** The connection in one sentence; a click opens the doctor. */
@customElement("kb-connection")
export class KbConnection extends KbElement {
  @property({ attribute: false }) room!: RoomModel;

  constructor() {
    super();
    void new Watch(this, () => this.room);
  }

  protected override render(): TemplateResult {
    const { connection } = this.room;
    return html`<div role="status" aria-label=${this.t.connection.title}>
      <button type="button" class="connection" @click=${() => void openDoctor(this.locale, this.room)}>
        <span class="connection-dot" data-mood=${connectionMood(connection)}></span>
        <span class="truncate">${connectionSentence(this.locale, connection)}</span>
      </button>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "kb-connection": KbConnection;
  }
}
