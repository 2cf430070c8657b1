import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { encode } from "uqr";
import { qrPath } from "./qr-path.ts";

/** Modules of white around the code; the standard asks for four. */
const border = 4;

const draw = (text: string): Readonly<{ size: number; path: string }> | null => {
  try {
    const { size, data } = encode(text, { ecc: "M", border });
    return { size, path: qrPath(data) };
  } catch {
    return null; // more than a code can hold: the only error `encode` has
  }
};

/** A QR code, dark on light in every theme. Without `label` it is decoration. */
@customElement("kb-qr")
export class KbQr extends LitElement {
  @property({ attribute: false }) text = "";
  @property({ attribute: false }) label = "";
  /** Said in its place when the text is too long. */
  @property({ attribute: false }) tooLong = "";

  protected override createRenderRoot(): this {
    return this;
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.text === "") return nothing;
    const code = draw(this.text);
    if (code === null) return this.tooLong === "" ? nothing : html`<p class="hint">${this.tooLong}</p>`;
    const { size, path } = code;
    return this.label === ""
      ? html`<svg class="qr" viewBox=${`0 0 ${size} ${size}`} aria-hidden="true" shape-rendering="crispEdges">
          <path d=${path} />
        </svg>`
      : html`<svg
          class="qr"
          viewBox=${`0 0 ${size} ${size}`}
          role="img"
          aria-label=${this.label}
          shape-rendering="crispEdges"
        >
          <path d=${path} />
        </svg>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "kb-qr": KbQr;
  }
}
