import { html, nothing, type TemplateResult } from "lit";
import { graphemes } from "../../lib/graphemes.ts";
import { linkify } from "./linkify.ts";

// A picture by itself (UTS 51): emoji by default or made one by its selector or a skin tone; flags of letters and of tags, keycaps.
const shape = "\\p{Extended_Pictographic}";
const picture = `(?:(?=${shape})\\p{Emoji_Presentation}|${shape}(?:\\ufe0f|(?=\\p{Emoji_Modifier}|\\u200d${shape})))\\p{Emoji_Modifier}?`;
/** The longest that there are join four; more of them are drawn one by one. */
const joined = `(?:\\u200d${shape}\\ufe0f?\\p{Emoji_Modifier}?){0,3}`;
const emoji = new RegExp(
  `^(?:${picture}(?:[\\u{e0020}-\\u{e007e}]+\\u{e007f}|${joined})|\\p{Regional_Indicator}{2}|[\\d#*]\\ufe0f?\\u20e3)$`,
  "u",
);
const mostEmoji = 3;
/** Three of the longest with space between. */
const longestEmoji = 64;

/** At most three emoji and nothing else: shown large. */
export const isOnlyEmoji = (text: string): boolean => {
  if (text.length > longestEmoji || /\p{L}/u.test(text)) return false; // without a look at its letters, as most
  const letters = [...graphemes(text)].filter((letter) => letter.trim() !== "");
  return letters.length > 0 && letters.length <= mostEmoji && letters.every((letter) => emoji.test(letter));
};

/** A message's text with its links. */
export const textView = (text: string): readonly (string | TemplateResult)[] =>
  linkify(text).map((token) => {
    if (token.kind === "text") return token.text;
    if (token.kind === "mail") return html`<a class="text-link" href=${token.href}>${token.text}</a>`;
    if (token.room !== null) return html`<a class="text-link" href=${token.room}>${token.text}</a>`;
    return html`<a class="text-link" href=${token.href} target="_blank" rel="noopener noreferrer"
        >${token.text}</a
      >${token.host === null ? nothing : html`<span class="text-host"> (${token.host})</span>`}`;
  });
