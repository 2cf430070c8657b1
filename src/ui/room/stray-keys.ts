// Keys pressed while the focus is in the list, on a button or nowhere, and meant for the composer.

import type { Stop } from "../../lib/listeners.ts";
import { isComposition } from "./send-key.ts";

type Key = Readonly<
  Pick<KeyboardEvent, "key" | "altKey" | "ctrlKey" | "metaKey" | "isComposing" | "keyCode"> & {
    getModifierState: (state: "AltGraph") => boolean;
  }
>;

/** Writes something. Space is not among them: it presses buttons and scrolls. A dead key waits for its letter. */
export const isTyped = (event: Key): boolean => {
  const { key, altKey, ctrlKey, metaKey } = event;
  // Windows reports AltGr as Ctrl+Alt.
  if ((altKey || ctrlKey || metaKey) && !event.getModifierState("AltGraph")) return false;
  if (isComposition(event) || key === "Dead") return true;
  return key !== " " && Array.from(key).length === 1;
};

/** Where it is typed already. */
const writable = "input, textarea, select, [contenteditable]";

/**
 * Gives the focus to the composer as such a key goes down: the browser, or an input method, then writes it there itself.
 * Not while a dialog stands.
 */
export const catchStrayKeys = (focus: () => void): Stop => {
  const onKey = (event: KeyboardEvent): void => {
    const { target } = event;
    if (event.defaultPrevented || !isTyped(event)) return;
    if (target instanceof Element && target.closest(writable) !== null) return;
    if (document.querySelector("dialog[open]") === null) focus();
  };
  document.addEventListener("keydown", onKey);
  return () => document.removeEventListener("keydown", onKey);
};
