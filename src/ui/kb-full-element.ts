import { property } from "lit/decorators.js";
import type { Whole } from "../i18n/locale.ts";
import type { FullWords } from "../i18n/words.ts";
import { KbElement } from "./kb-element.ts";

/** An element that also says what only dialogs say: whoever makes it has waited for those words. */
export abstract class KbFullElement extends KbElement {
  @property({ attribute: false }) whole!: Whole;

  protected override get t(): FullWords {
    return this.whole.t;
  }
}
