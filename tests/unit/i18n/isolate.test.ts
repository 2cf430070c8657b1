import { describe, expect, it } from "vitest";
import { bn } from "../../../src/i18n/bn.ts";
import { bnDialogs } from "../../../src/i18n/bn-dialogs.ts";
import { enDialogs } from "../../../src/i18n/en-dialogs.ts";
import { en } from "../../../src/i18n/en.ts";
import { isolate } from "../../../src/i18n/isolate.ts";
import { Locale } from "../../../src/i18n/locale.ts";

const arabic = "أحمد";
const isolated = `\u2068${arabic}\u2069`;

/** Sentences that take numbers, sizes, times or links of the app's own. */
const ofTheApp = new Set([
  ".home.peopleIn",
  ".home.lastOpened",
  ".room.peopleCount",
  ".room.jumpToLatestCount",
  ".room.lateAbove",
  ".room.printedPart",
  ".message.reactWith",
  ".people.others",
  ".composer.tooLong",
  ".person.rtt",
  ".connection.connected",
  ".connection.receiving",
  ".settings.ctrlEnter",
  ".settings.storageUsed",
  ".settings.brought",
  ".notice.more",
  ".notice.wentOn",
  ".day.part",
]);

/** Those that take names as `list` gives them. */
const ofLists: ReadonlyMap<string, readonly unknown[]> = new Map([
  [".message.reactedBy", [arabic, isolated]],
  [".room.here", [2, isolated]],
]);

type Sentence = (...args: unknown[]) => string;

const sentences = (table: object, path = ""): readonly (readonly [string, Sentence])[] =>
  Object.entries(table).flatMap(([key, value]: [string, unknown]) => {
    const here = `${path}.${key}`;
    if (typeof value === "function") return [[here, value as Sentence] as const];
    return typeof value === "object" && value !== null ? sentences(value, here) : [];
  });

describe("isolate", () => {
  it("leaves nothing inside that would end or open another isolate; of nothing it makes nothing", () => {
    expect(isolate("a\u2069b\u2067c")).toBe("\u2068abc\u2069");
    expect(isolate("")).toBe("");
  });

  it("[UX14] a name in a sentence of either language keeps its direction to itself", () => {
    for (const table of [
      { ...en, ...enDialogs },
      { ...bn, ...bnDialogs },
    ]) {
      const all = sentences(table);
      expect(all.length).toBeGreaterThan(ofTheApp.size);
      for (const [path, sentence] of all) {
        if (ofTheApp.has(path)) continue;
        const given =
          path === ".room.typing"
            ? [[[arabic]], [[arabic, arabic]]]
            : [ofLists.get(path) ?? [arabic, arabic]];
        for (const args of given) {
          const text = sentence(...args);
          expect(text, path).toContain(isolated);
          expect(text.replaceAll(isolated, ""), path).not.toContain(arabic);
        }
      }
    }
  });

  it("[UX14] so does each name in a list", () => {
    expect(new Locale().list([arabic, "Mina"])).toBe(`${isolated} and \u2068Mina\u2069`);
  });
});
