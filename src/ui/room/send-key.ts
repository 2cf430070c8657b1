import type { SendKey } from "../../lib/choices.ts";

type Key = Readonly<
  Pick<KeyboardEvent, "key" | "shiftKey" | "altKey" | "ctrlKey" | "metaKey" | "isComposing" | "keyCode">
>;

/** Bengali keyboards compose: no key of a composition is ours. 229 is what Safari sends with the Enter that ends one. */
export const isComposition = ({ isComposing, keyCode }: Pick<Key, "isComposing" | "keyCode">): boolean =>
  isComposing || keyCode === 229;

/** Whether a key sends what is written. On a touch keyboard Enter is a new line and the button sends. */
export const sends = (event: Key, sendKey: SendKey, touch: boolean): boolean =>
  event.key === "Enter" &&
  !isComposition(event) &&
  !event.shiftKey &&
  !event.altKey &&
  (event.ctrlKey || event.metaKey || (sendKey === "enter" && !touch));
