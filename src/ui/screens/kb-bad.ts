import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { AppModel, BadPage } from "../../app/model.ts";
import { KbFullElement } from "../kb-full-element.ts";

/** In place of a room that cannot be shown: what is wrong (LK4). */
@customElement("kb-bad")
export class KbBad extends KbFullElement {
  @property({ attribute: false }) app!: AppModel;
  @property({ attribute: false }) reason!: BadPage;

  protected override render(): TemplateResult {
    const { t, reason } = this;
    const { title, text } = t.bad[reason];
    const isLink = reason === "bad-link" || reason === "truncated-link";
    return html`<main class="page-narrow">
      <div class="card stitched grid justify-items-start gap-4">
        <span class="app-icon"></span>
        <h1 class="title">${title}</h1>
        <p class="prose">${text}</p>
        ${
          isLink
            ? html`<button type="button" class="button" @click=${() => this.app.goHome()}>
                ${t.bad.home}
              </button>`
            : nothing
        }
      </div>
    </main>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "kb-bad": KbBad;
  }
}
