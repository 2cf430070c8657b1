import { describe, expect, it } from "vitest";
import type { RecordId } from "../../../../src/room/ids.ts";
import { runGapMs, toSections } from "../../../../src/ui/messages/sections.ts";
import { aMessage } from "./a-message.ts";

const noon = new Date(2026, 2, 3, 12).getTime();
const at = (n: number, ms: number, by?: string) =>
  aMessage(n, { clock: { ms, counter: 0 }, wall: ms, ...(by === undefined ? {} : { by }) });

describe("[UX7] sections", () => {
  it("puts days apart by the clock, not by the printed time", () => {
    const messages = [
      at(1, noon),
      { ...at(2, noon + 24 * 3600_000), wall: noon },
      at(3, noon + 24 * 3600_000 + 1),
    ];
    const sections = toSections(messages, { from: 0, to: 3 }, null);
    expect(sections.map(({ rows }) => rows.length)).toEqual([1, 2]);
    expect(new Set(sections.map(({ key }) => key)).size).toBe(2);
  });

  it("heads a run of one author within five minutes once; a reply, another author, a gap and the divider break it", () => {
    const messages = [
      at(1, noon),
      at(2, noon + 1000),
      { ...at(3, noon + 2000), replyTo: "r1" as RecordId },
      at(4, noon + 3000, "rafi"),
      at(5, noon + 3000 + runGapMs, "rafi"),
      at(6, noon + 3001 + runGapMs, "rafi"),
    ];
    const headed = (first: string | null): readonly boolean[] =>
      toSections(messages, { from: 0, to: 6 }, first as RecordId | null).flatMap(({ rows }) =>
        rows.map((row) => row.headed),
      );
    expect(headed(null)).toEqual([true, false, true, true, true, false]);
    expect(headed("r2")).toEqual([true, true, true, true, true, false]);
  });

  it("looks behind the edge of the window, so that scrolling changes no header", () => {
    const messages = [at(1, noon), at(2, noon + 1000), at(3, noon + 2000)];
    expect(toSections(messages, { from: 1, to: 3 }, null)[0]?.rows.map(({ headed }) => headed)).toEqual([
      false,
      false,
    ]);
  });

  it("marks the first unread message only", () => {
    const messages = [at(1, noon), at(2, noon + 1000), at(3, noon + 2000)];
    const rows = toSections(messages, { from: 0, to: 3 }, "r2" as RecordId)[0]?.rows;
    expect(rows?.map(({ unread }) => unread)).toEqual([false, true, false]);
  });
});
