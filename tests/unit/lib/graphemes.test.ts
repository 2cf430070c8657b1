import { expect, test } from "vitest";
import { beginning, graphemes } from "../../../src/lib/graphemes.ts";

const letters = ["a", "😀", "কি", "e\u0301", "👨‍👩‍👧‍👦", "🇧🇩", "1️⃣", "ক্ষ", "👍🏽", "נּ", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"];

test("[RC7] a cut leaves whole letters, wherever it comes, and as many of them as there is room for", () => {
  const text = letters.join("").repeat(3);
  const all = [...graphemes(text)];
  for (let most = 0; most <= text.length + 1; most++) {
    let whole = "";
    for (const letter of all) {
      if (whole.length + letter.length > most) break;
      whole += letter;
    }
    expect(beginning(text, most), String(most)).toBe(whole);
  }
});

test("[RC7] of one endless letter whole characters are left", () => {
  expect(beginning(`H${"\u0301".repeat(500)}`, 200)).toBe(`H${"\u0301".repeat(199)}`);
  expect(beginning("\u{1e8d0}".repeat(500), 201)).toBe("\u{1e8d0}".repeat(100)); // a combining digit
  expect(beginning(`abc${"\u0301".repeat(500)}`, 200)).toBe("ab");
});
