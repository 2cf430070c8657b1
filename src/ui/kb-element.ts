import { LitElement } from "lit";
import { property } from "lit/decorators.js";
import type { ScreenWords } from "../i18n/words.ts";
import type { Locale } from "../i18n/locale.ts";
import type { Message } from "../room/message.ts";
import { Watch } from "./watch.ts";

/** What elements say to those around them. */
export type KbEvents = Readonly<{
  "kb-reply": Message;
  "kb-edit": Message;
  /** The composer is done with a reply or an edit, or left it. */
  "kb-compose-end": null;
  "kb-sent": null;
  "kb-escape": null;
  /** Page Up (-1) or Page Down (1) where the composer has nothing to scroll. */
  "kb-page": -1 | 1;
  "kb-dismiss": string;
}>;

/** What all our elements share: light DOM (so that labels and Tailwind reach across) and the language. */
export abstract class KbElement extends LitElement {
  @property({ attribute: false }) locale!: Locale;

  constructor() {
    super();
    void new Watch(this, () => this.locale);
  }

  protected get t(): ScreenWords {
    return this.locale.t;
  }

  protected override createRenderRoot(): this {
    return this;
  }

  protected say<K extends keyof KbEvents>(type: K, detail: KbEvents[K]): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true }));
  }
}
