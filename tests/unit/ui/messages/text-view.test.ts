import { expect, test } from "vitest";
import { isOnlyEmoji } from "../../../../src/ui/messages/text-view.ts";

test("[UX12] one to three emoji of any kind are shown large", () => {
  const large = [
    "👍",
    "❤️",
    "👍🏽",
    "☝🏽",
    "☝️",
    "©️",
    "🇧🇩",
    "1️⃣",
    "#⃣",
    "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "👨‍👩‍👧‍👦",
    "👩🏻‍❤️‍💋‍👩🏿",
    "❤️‍🔥",
    "❤‍🔥",
    "🏳️‍🌈",
    "🧑‍🦰",
    "😀",
    "⌚",
  ];
  for (const one of large) {
    for (const text of [one, ` ${one}\n`, one.repeat(3), `${one} ${one} ${one}`, `🇧🇩${one}`])
      expect(isOnlyEmoji(text), text).toBe(true);
    for (const text of [one.repeat(4), `${one}a`, `x ${one}`]) expect(isOnlyEmoji(text), text).toBe(false);
  }
});

test("[UX12] everything else is text", () => {
  for (const text of [
    "",
    " ",
    "1",
    "12",
    "#",
    "*",
    "©",
    "™",
    "❤",
    "☺",
    "↔",
    "😀\ufe0e",
    "🇧",
    "🏽",
    "\u200d",
    "\ufe0f",
    "a",
    "ক",
    "!!",
    "⁉",
  ])
    expect(isOnlyEmoji(text), text).toBe(false);
  // Eight smileys are eight, joined by nothing or by what joins.
  expect(isOnlyEmoji("😀".repeat(8))).toBe(false);
  expect(isOnlyEmoji(Array(8).fill("😀").join("\u200d"))).toBe(false);
  expect(isOnlyEmoji("😀".repeat(10_000))).toBe(false);
});
