import { expect, test } from "vitest";
import { isBlank } from "../../../src/lib/blank.ts";

test("[RC7] what paints nothing is blank: each alone, all together, and between white space", () => {
  const alone =
    "\u0000\u0007\u0085\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b\u180e" +
    "\u200b\u200c\u200d\u200e\u200f\u2028\u202a\u202e\u2060\u2064\u2066\u2069\u206f\u2800\u3000\u3164" +
    "\ufe00\ufe0f\ufeff\uffa0\ufff9\u{1d159}\u{1d173}\u{e0001}\u{e0041}\u{e007f}\u{e0100}";
  const nothing = [...Array.from(alone), "\u200c\u200d", ""];
  for (const text of nothing) {
    expect(isBlank(text), text.codePointAt(0)?.toString(16)).toBe(true);
    expect(isBlank(` \n${text}\t\u00a0`)).toBe(true);
    expect(isBlank(`${text}a`), text.codePointAt(0)?.toString(16)).toBe(false);
  }
  expect(isBlank(nothing.join(""))).toBe(true);
});

test("[RC7] what paints is not: letters, marks alone, number signs, emoji, unknown characters", () => {
  for (const text of [
    "ক",
    "্",
    "\u0301",
    ".",
    "۝",
    "\u0600",
    "🏳️",
    "❤",
    "🇧",
    "\ufffd",
    "\ue000",
    "র‍্যাব",
    "\u{1fffd}",
  ])
    expect(isBlank(text), text).toBe(false);
});

test("[RC7] 16 KiB of nothing is judged in one pass", () => {
  expect(isBlank("\u200b ".repeat(8192))).toBe(true);
});
