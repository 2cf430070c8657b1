import type { en } from "./en.ts";
import type { enDialogs } from "./en-dialogs.ts";

/** The same shape with every text open: what a translation must fill. */
type Open<T> = T extends string
  ? string
  : T extends (...args: infer A) => string
    ? (...args: A) => string
    : T extends readonly string[]
      ? readonly string[]
      : { readonly [K in keyof T]: Open<T[K]> };

/** What the screens say. It is there before anything is drawn. */
export type ScreenWords = Open<typeof en>;

/** What only dialogs say, and the page for what cannot be opened. It comes later, and may not come at all. */
export type DialogWords = Open<typeof enDialogs>;

export type FullWords = ScreenWords & DialogWords;
