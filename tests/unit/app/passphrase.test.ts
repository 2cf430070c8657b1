import { expect, test } from "vitest";
import { isWeakPassphrase } from "../../../src/app/passphrase.ts";

test("[ST7] a passphrase that is guessed too soon is refused, in any script", () => {
  for (const weak of [
    "",
    "secret",
    "password123",
    "abcdefghijklmnop",
    "qwertyuiopasdf",
    "123456789012345",
    "aaaaaaaaaaaaaaaa",
    "abababababababab",
    "কককককককককককক",
    "            ",
  ])
    expect(isWeakPassphrase(weak), weak).toBe(true);
  for (const good of [
    "nine red kites",
    "correct horse battery",
    "কাক ডাকে ভোর বেলা",
    "8f!kq2Zp0$tr",
    "tea at nine, rain",
  ])
    expect(isWeakPassphrase(good), good).toBe(false);
});
