import { html, nothing, type TemplateResult } from "lit";
import type { NameClash } from "../app/model.ts";
import type { ScreenWords } from "../i18n/words.ts";

/** The ways out when somebody present uses the name (ID2): a free one, or "that is me". */
export const nameClash = (
  t: ScreenWords,
  { name, suggestions }: NameClash,
  take: (name: string, options?: { anyway: boolean }) => void,
): TemplateResult =>
  html`<div class="grid gap-4">
    ${
      suggestions.length === 0
        ? nothing
        : html`<div role="group" aria-label=${t.door.suggestions}>
            <p class="label mb-2">${t.door.suggestions}</p>
            <div class="flex flex-wrap gap-2">
              ${suggestions.map(
                (free) =>
                  html`<button type="button" class="chip" @click=${() => take(free)}>
                    <bdi>${free}</bdi>
                  </button>`,
              )}
            </div>
          </div>`
    }
    <p class="hint">
      ${t.door.anotherDevice}
      <button type="button" class="link" @click=${() => take(name, { anyway: true })}>
        ${t.door.anotherDeviceEnter}
      </button>
    </p>
  </div>`;
