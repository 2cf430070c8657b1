import { html, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { KbDialog } from "./kb-dialog.ts";

const groups = {
  faces: "😀 😄 😅 🤣 😊 😍 🥰 😘 😎 🤩 🥳 🤔 🙃 😴 😭 😡 😱 🤯 🥺 🤗 🤭 😬 🙄 😇",
  gestures: "👍 👎 👏 🙌 🙏 🤝 💪 ✌️ 🤞 👌 👋 🫶 ❤️ 🧡 💛 💚 💙 💜 🖤 💔 💯 🔥 ✨ 🎉",
  nature: "🌸 🌺 🌻 🪷 🌴 🌧️ ☀️ 🌙 ⭐ 🐟 🐅 🐦 🐈 🐘 🥭 🍌 🍚 🍛 🍵 ☕ 🍰 🍫 🥥 🌶️",
  things: "✅ ❌ ❓ ❗ 👀 🧠 📚 ✏️ 🎶 🎨 🏏 ⚽ 🚲 🛺 🚢 🏠 🎁 💡 ⏰ 📌 🚀 💻 🇧🇩 🕊️",
} as const;

/** A small picker for reactions beyond the quick six. */
@customElement("kb-emoji")
export class KbEmoji extends KbDialog {
  @property({ attribute: false }) onPick!: (emoji: string) => void;

  protected override heading(): string {
    return this.t.emoji.title;
  }

  protected override body(): TemplateResult {
    return html`${(Object.keys(groups) as (keyof typeof groups)[]).map(
      (group) =>
        html`<div role="group" aria-label=${this.t.emoji[group]}>
          <h3 class="eyebrow">${this.t.emoji[group]}</h3>
          <div class="emoji-grid">
            ${groups[group]
              .split(" ")
              .map(
                (emoji) =>
                  html`<button
                    type="button"
                    class="button-emoji"
                    aria-label=${this.t.message.reactWith(emoji)}
                    @click=${() => this.#pick(emoji)}
                  >
                    ${emoji}
                  </button>`,
              )}
          </div>
        </div>`,
    )}`;
  }

  #pick(emoji: string): void {
    this.close();
    this.onPick(emoji);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "kb-emoji": KbEmoji;
  }
}
