import { html, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { KbDialog } from "./kb-dialog.ts";

export type Question = Readonly<{ title: string; text: string; yes: string; no: string }>;

/** Asks before something that cannot be taken back. */
@customElement("kb-ask")
export class KbAsk extends KbDialog {
  @property({ attribute: false }) question!: Question;
  @property({ attribute: false }) onYes!: () => void;

  protected override heading(): string {
    return this.question.title;
  }

  protected override body(): TemplateResult {
    const { text, yes, no } = this.question;
    return html`<p class="prose">${text}</p>
      <div class="flex flex-wrap justify-end gap-3 pt-2">
        <button type="button" class="button-quiet" autofocus @click=${() => this.close()}>${no}</button>
        <button type="button" class="button-danger" @click=${() => this.#agree()}>${yes}</button>
      </div>`;
  }

  #agree(): void {
    this.close();
    this.onYes();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "kb-ask": KbAsk;
  }
}
