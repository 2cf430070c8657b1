import { expect, test } from "vitest";
import { trimText } from "../../../src/lib/trim-text.ts";

test("[RC7] blank lines around a text go, and space at its end; the indentation of its first line stays", () => {
  for (const [text, trimmed] of [
    ["", ""],
    [" \n\t ", ""],
    ["a", "a"],
    ["  a  ", "  a"],
    ["\n\n  a\n\n  b\n \n", "  a\n\n  b"],
    ["\r\n\ta\r\nb\r\n", "\ta\r\nb"],
    ["\u3000\u00a0\n\u3000あ\n", "\u3000あ"],
  ] as const)
    expect(trimText(text), JSON.stringify(text)).toBe(trimmed);
});

test("[RC7] a text of 200 KB of space costs no more than its length", () => {
  for (const space of [" ", " \n", "\n", "\r"])
    expect(trimText(`${space.repeat(100_000)}x`)).toMatch(/^[ \r]*x$/u);
});
