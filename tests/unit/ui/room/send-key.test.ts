import { describe, expect, it } from "vitest";
import { sends } from "../../../../src/ui/room/send-key.ts";

const key = (given: Partial<Parameters<typeof sends>[0]> = {}): Parameters<typeof sends>[0] => ({
  key: "Enter",
  shiftKey: false,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  isComposing: false,
  keyCode: 13,
  ...given,
});

describe("[UX1] sends", () => {
  it("Enter sends, Shift+Enter and Alt+Enter do not, nor another key", () => {
    expect(sends(key(), "enter", false)).toBe(true);
    expect(sends(key({ shiftKey: true }), "enter", false)).toBe(false);
    expect(sends(key({ altKey: true }), "enter", false)).toBe(false);
    expect(sends(key({ key: "a", ctrlKey: true }), "enter", false)).toBe(false);
  });

  it("with the setting only Ctrl+Enter or ⌘+Enter does", () => {
    expect(sends(key(), "ctrl-enter", false)).toBe(false);
    expect(sends(key({ ctrlKey: true }), "ctrl-enter", false)).toBe(true);
    expect(sends(key({ metaKey: true }), "ctrl-enter", false)).toBe(true);
  });

  it("on touch Enter is a new line; a keyboard that has Ctrl sends with it", () => {
    expect(sends(key(), "enter", true)).toBe(false);
    expect(sends(key({ ctrlKey: true }), "enter", true)).toBe(true);
  });

  it("an Enter that ends a composition never sends, also as Safari tells it", () => {
    for (const sendKey of ["enter", "ctrl-enter"] as const) {
      expect(sends(key({ isComposing: true, ctrlKey: true }), sendKey, false)).toBe(false);
      expect(sends(key({ keyCode: 229, ctrlKey: true }), sendKey, false)).toBe(false);
    }
  });
});
