import { html, nothing, type TemplateResult } from "lit";
import { linkify } from "./linkify.ts";

// At most three emoji and nothing else: shown large.
const onlyEmoji =
  /^(?:\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\p{Extended_Pictographic}|\u200d|\ufe0f)*\s?){1,3}$/u;
const longestEmoji = 30;

export const isOnlyEmoji = (text: string): boolean => text.length <= longestEmoji && onlyEmoji.test(text);

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
