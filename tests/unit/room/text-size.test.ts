import { describe, expect, it } from "vitest";
import { isTextTooLong, maxTextBytes, textBytes } from "../../../src/room/text-size.ts";

describe("[RC7] text size", () => {
  it("counts UTF-8 bytes: 5461 Bangla letters pass, 5462 do not", () => {
    expect(textBytes("ক")).toBe(3);
    expect(isTextTooLong("ক".repeat(5461))).toBe(false);
    expect(isTextTooLong("ক".repeat(5462))).toBe(true);
    expect(isTextTooLong("x".repeat(maxTextBytes))).toBe(false);
    expect(isTextTooLong("x".repeat(maxTextBytes + 1))).toBe(true);
    expect(isTextTooLong("😀".repeat(4096))).toBe(false);
    expect(isTextTooLong("😀".repeat(4097))).toBe(true);
  });
});
