import { expect, test } from "vitest";
import { foldName } from "../../../src/room/fold.ts";
import { lookOf } from "../../../src/room/lookalikes.ts";

test("[ID2] names that look alike look alike: letters of other scripts, digits, pairs of letters, dressed ones", () => {
  for (const [one, other] of [
    ["Bilal", "BiIal"],
    ["Bilal", "Bi1al"],
    ["Bilal", "Bi|al"],
    ["Popa", "Рора"],
    ["Rahim", "Rahirn"],
    ["Rahim", "𝐑𝐚𝐡𝐢𝐫𝐧"],
    ["Oscar", "0scar"],
    ["Coco", "Ϲᴏϲᴏ"],
    ["Asha", "А\u200dsһа"],
    ["PEPE", "ᏢᎬᏢᎬ"],
    ["Jose\u0301", "Јоѕé"],
  ] as const)
    expect(lookOf(one), `${one} ${other}`).toBe(lookOf(other));
});

test("[ID2] names that do not look alike do not, and what folds alike does", () => {
  const names = [
    "Rahim",
    "Rahima",
    "Karim",
    "Bilal",
    "Balil",
    "রহিম",
    "রহিমা",
    "করিম",
    "Алексей",
    "محمد",
    "王",
    "Ali",
    "Ala",
  ];
  expect(new Set(names.map(lookOf)).size).toBe(names.length);
  for (const name of names) {
    expect(lookOf(` ${name} `)).toBe(lookOf(name));
    expect(lookOf(name.normalize("NFD"))).toBe(lookOf(name));
    expect(foldName(lookOf(name))).toBe(lookOf(name));
  }
});

test("[ID2] whatever stands in a name has some look, the longest in time", () => {
  for (const name of ["", "😀", "\ud800", "\u2800", "a\u0300\u0301\u0302".repeat(10), "ﷺ".repeat(40)])
    expect(typeof lookOf(name), name).toBe("string");
});
