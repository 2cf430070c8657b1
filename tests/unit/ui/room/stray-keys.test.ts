import { expect, test } from "vitest";
import { isTyped } from "../../../../src/ui/room/stray-keys.ts";

const plain = { altKey: false, ctrlKey: false, metaKey: false, isComposing: false, keyCode: 0 };
const press = (key: string, held: Partial<typeof plain> & { altGraph?: boolean } = {}): boolean =>
  isTyped({ ...plain, ...held, key, getModifierState: () => held.altGraph === true });

test("[UX2] letters, signs, dead keys and what an input method takes are typed", () => {
  for (const key of ["a", "A", "ক", "ß", "7", "/", "?", "🙂", "Dead"]) expect(press(key), key).toBe(true);
  expect(press("Process", { keyCode: 229 })).toBe(true);
  expect(press("k", { isComposing: true })).toBe(true);
  expect(press("@", { ctrlKey: true, altKey: true, altGraph: true })).toBe(true);
});

test("[UX2] what the list, buttons and the browser use is not", () => {
  for (const key of [" ", "Enter", "Tab", "Escape", "ArrowUp", "Home", "PageDown", "Delete", "F5", "Shift"])
    expect(press(key), key).toBe(false);
  for (const held of ["ctrlKey", "metaKey", "altKey"] as const)
    expect(press("c", { [held]: true }), held).toBe(false);
});
