import { expect, test } from "vitest";
import { cutName, fold, foldName, isName, isNameWithinLimits, tidy } from "../../../src/room/fold.ts";

const zwj = "\u200d";
const zwnj = "\u200c";

test("[LK6] what is typed alike is one room: case, width, composition, white space", () => {
  for (const [one, other] of [
    ["Cricket Club", "cricket  CLUB "],
    ["ＣＲＩＣＫＥＴ", "cricket"],
    ["ﬁlm", "FILM"],
    ["café", "cafe\u0301"],
    ["Ａ\u3000Ｂ", "a b"],
    ["²", "2"],
    ["ক্রিকেট", "ক্রিকেট"],
    ["য়", "\u09af\u09bc"],
    ["ড়", "\u09a1\u09bc"],
    ["কো", "\u0995\u09c7\u09be"],
  ] as const)
    expect(fold(one), one).toBe(fold(other));
});

test("[LK6] what differs stays apart", () => {
  const rooms = [
    "ক্রিকেট",
    "কৃকেট",
    "ক্রিকেট ২",
    "cricket",
    "crickets",
    "ড",
    "ড়",
    "cricket club",
    "مرحبا",
    "🏏",
  ];
  expect(new Set(rooms.map(fold)).size).toBe(rooms.length);
});

test("[LK6] Bangla joiners are ignored by fold and kept by tidy", () => {
  for (const word of [`র${zwj}্যাব`, `র্${zwj}যাব`, `ক্${zwnj}ষ`, `উৎ${zwnj}সব`]) {
    const plain = word.replaceAll(zwj, "").replaceAll(zwnj, "");
    expect(fold(word)).toBe(fold(plain));
    expect(tidy(word)).toBe(word.normalize("NFC"));
    expect(tidy(word)).not.toBe(plain);
  }
});

test("[LK6] emoji: joined families are kept by tidy; variation selectors and joiners are ignored by fold", () => {
  const family = "👨‍👩‍👧‍👦";
  expect(tidy(family)).toBe(family);
  expect(fold("❤️")).toBe(fold("❤"));
  expect(fold(family)).toBe("👨👩👧👦");
  expect(fold("👍🏽")).not.toBe(fold("👍"));
});

test("[LK6] right-to-left: marks are ignored by fold; overrides never reach a screen", () => {
  expect(fold("\u200fשלום\u200e")).toBe(fold("שלום"));
  expect(tidy("a\u202ebc\u2066d")).toBe("a bc d");
  expect(tidy("\u200fשלום")).toBe("\u200fשלום");
  expect(fold("مُحَمَّد")).not.toBe("");
});

test("[LK6] Turkish, German and Greek letters fold as anybody may type them", () => {
  expect(fold("STRASSE")).toBe(fold("straße"));
  expect(fold("STRAẞE")).toBe(fold("Straße"));
  expect(fold("ısı")).toBe(fold("ISI"));
  expect(new Set(["İzmir", "İZMİR", "izmir", "IZMIR", "ızmır", "i\u0307zmir"].map(fold)).size).toBe(1);
  expect(fold("ΟΔΟΣ")).toBe(fold("οδοσ"));
  expect(fold("οδος")).toBe(fold("ΟΔΟΣ"));
  expect(foldName("ΟΔΟΣ Α")).toBe(foldName("οδοσα"));
});

test("[LK6] an ignorable between a letter and its accent hides nothing", () => {
  for (const hidden of [zwj, "\u034f", "\u200b", "\u2060", "\ufe0f", "\u3164", "\uffa0", "\u{e0041}"])
    expect(fold(`e${hidden}\u0301`), hidden.codePointAt(0)?.toString(16)).toBe(fold("é"));
});

test("[LK6] fold is idempotent and blind to case, tidy idempotent, for every character that could change", () => {
  const wrong: string[] = [];
  for (let code = 0; code < 0xe_1000; code++) {
    // Ideographs, Hangul syllables and surrogates, and what is not assigned: nothing of it changes.
    if (code === 0x3400) code = 0xa000;
    else if (code === 0xac00) code = 0xe000;
    else if (code === 0x2_0000) code = 0xe_0000;
    const text = `x${String.fromCodePoint(code)}y`;
    const folded = fold(text);
    const isStable =
      fold(folded) === folded && fold(text.toUpperCase()) === folded && fold(text.toLowerCase()) === folded;
    if (!isStable || tidy(tidy(text)) !== tidy(text)) wrong.push(code.toString(16));
  }
  expect(wrong).toEqual([]);
}, 60_000);

test("[LK6] names fold without any white space, rooms with single spaces", () => {
  expect(fold("  a \u00a0\n b ")).toBe("a b");
  expect(foldName(" R a h i m ")).toBe("rahim");
  expect(foldName("\u200b \u3164")).toBe("");
});

test("[LK6] a tidy name is one line without controls, and well-formed", () => {
  expect(tidy(" Ra\u0000him\t\r\n  Khan\u0085 ")).toBe("Ra him Khan");
  expect(tidy("a\ud800b")).toBe("a\ufffdb");
  expect(tidy("a😀b")).toBe("a😀b");
  expect(() => encodeURIComponent(tidy("\udc00"))).not.toThrow();
});

test("[LK6] at most 40 code points and 160 bytes", () => {
  expect(isNameWithinLimits("ক".repeat(40))).toBe(true); // 120 bytes
  expect(isNameWithinLimits("ক".repeat(41))).toBe(false);
  expect(isNameWithinLimits("😀".repeat(40))).toBe(true); // 160 bytes, 80 UTF-16 units
  expect(isNameWithinLimits("😀".repeat(41))).toBe(false);
  expect(isNameWithinLimits("a".repeat(40))).toBe(true);
  expect(isNameWithinLimits("a".repeat(41))).toBe(false);
});

test("[LK6] what shows nothing is no name", () => {
  for (const name of ["", "\u200b", "\u3164", "\u2800", "\u200c\u200d", "\u00ad"])
    expect(isName(name)).toBe(false);
  expect([isName("ক"), isName("\u0301"), isName("a".repeat(41))]).toEqual([true, true, false]);
});

test("[LK6] a name too long is cut between letters, with room for its ending, at no more cost than a name", () => {
  expect(cutName("আড্ডা")).toBe("আড্ডা");
  expect(cutName("a".repeat(41))).toBe("a".repeat(40));
  expect(cutName("ab".repeat(21), " 2")).toBe(`${"ab".repeat(19)} 2`);
  expect(cutName("👨‍👩‍👧‍👦".repeat(9))).toBe("👨‍👩‍👧‍👦".repeat(5)); // 7 code points each, 25 bytes
  expect(cutName("x".repeat(1_000_000))).toHaveLength(40);
});
