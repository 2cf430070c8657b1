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

/** The words of the screens and of the dialogs. */
export type Words = Open<typeof en & typeof enDialogs>;
