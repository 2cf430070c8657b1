import { html, type TemplateResult } from "lit";
import { icons } from "../icons.ts";
import { KbFullElement } from "../kb-full-element.ts";

/** A modal dialog that opens when it is put into the page and leaves the page when closed. On a phone it is a sheet. */
export abstract class KbDialog extends KbFullElement {
  protected abstract heading(): string;
  protected abstract body(): TemplateResult;

  protected get dialog(): HTMLDialogElement | null {
    return this.querySelector("dialog");
  }

  protected override firstUpdated(): void {
    this.dialog?.showModal();
  }

  close(): void {
    this.dialog?.close();
  }

  protected override render(): TemplateResult {
    return html`<dialog
      class="dialog"
      aria-label=${this.heading()}
      @close=${() => this.remove()}
      @click=${(event: MouseEvent) => {
        if (event.target === this.dialog) this.close();
      }}
    >
      <div class="dialog-inner">
        <h2 class="dialog-title">${this.heading()}</h2>
        ${this.body()}
        <button
          type="button"
          class="button-icon dialog-close"
          aria-label=${this.t.room.close}
          @click=${() => this.close()}
        >
          ${icons.close}
        </button>
      </div>
    </dialog>`;
  }
}
