import { html, nothing, type TemplateResult } from "lit";
import { ifDefined } from "lit/directives/if-defined.js";

type Field = Readonly<{
  id: string;
  label: string;
  /** A word beside the label that is not part of its name. */
  note?: string;
  hint?: string;
  problem?: string | null;
  value?: string;
  placeholder?: string;
  autocomplete?: AutoFill | "nickname";
  type?: "text" | "password";
  onChange?: () => void;
}>;

/** A labelled line of text with its hint and, when it cannot stay so, the problem. */
export const field = ({
  id,
  label,
  note,
  hint,
  problem = null,
  value = "",
  placeholder,
  autocomplete = "off",
  type = "text",
  onChange,
}: Field): TemplateResult =>
  html`<div class="field">
    <div class="flex items-baseline justify-between gap-3">
      <label class="label" for=${id}>${label}</label
      >${note === undefined ? nothing : html`<span class="note" aria-hidden="true">${note}</span>`}
    </div>
    <input
      class="input"
      id=${id}
      type=${type}
      dir="auto"
      autocomplete=${autocomplete}
      placeholder=${ifDefined(placeholder)}
      .value=${value}
      aria-invalid=${problem === null ? "false" : "true"}
      aria-describedby=${`${id}-hint`}
      @change=${onChange}
    />
    <p
      class=${problem === null ? "hint" : "problem"}
      id=${`${id}-hint`}
      role=${ifDefined(problem === null ? undefined : "alert")}
    >
      ${problem ?? hint ?? nothing}
    </p>
  </div>`;
