// The page forbids its translation (index.html), but extensions and habits go over that. A translator puts a <font> in
// place of a text node, and Lit goes on writing `data` into what stands there, which no longer shows it: edits, counts and
// the connection would stand still. Only translators make a <font>, so writing `data` to one builds the text anew.

export const withstandTranslators = (): void => {
  Object.defineProperty(HTMLFontElement.prototype, "data", {
    configurable: true,
    set(this: HTMLFontElement, text: string) {
      this.replaceWith(text);
    },
  });
};
