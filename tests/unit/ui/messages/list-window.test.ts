import { describe, expect, it } from "vitest";
import {
  around,
  atEnd,
  foundAgain,
  grownDown,
  grownUp,
  maxShown,
  pageSize,
  type Shown,
} from "../../../../src/ui/messages/list-window.ts";
import { aMessage, someMessages } from "./a-message.ts";

const shownOf = (messages: ReturnType<typeof someMessages>, from: number, to: number): Shown => {
  const first = messages[from];
  const last = messages[to - 1];
  if (first === undefined || last === undefined) throw new RangeError(`no window ${from}..${to}`);
  return { first, last, toEnd: to === messages.length };
};

describe("[UX6] list window", () => {
  it("starts at the end, or around a message", () => {
    expect(atEnd(1000)).toEqual({ from: 1000 - pageSize, to: 1000 });
    expect(atEnd(3)).toEqual({ from: 0, to: 3 });
    expect(around(500, 1000)).toEqual({ from: 500 - pageSize, to: 500 + pageSize });
    expect(around(2, 10)).toEqual({ from: 0, to: 10 });
  });

  it("grows a page either way and never past its bound", () => {
    let window = atEnd(1000);
    for (let i = 0; i < 30; i++) {
      window = grownUp(window);
      expect(window.to - window.from).toBeLessThanOrEqual(maxShown);
    }
    expect(window.from).toBe(0);
    for (let i = 0; i < 30; i++) {
      window = grownDown(window, 1000);
      expect(window.to - window.from).toBeLessThanOrEqual(maxShown);
    }
    expect(window.to).toBe(1000);
  });

  it("shows the same messages after history arrived above", () => {
    const messages = someMessages(200);
    const older = Array.from({ length: 500 }, (_, n) =>
      aMessage(1000 + n, { clock: { ms: -1000 * (500 - n), counter: 0 } }),
    );
    const shown = shownOf(messages, 100, 150);
    expect(foundAgain([...older, ...messages], shown, null)).toEqual({ from: 600, to: 650 });
  });

  it("takes in what was added at the end only while the end was shown", () => {
    const messages = someMessages(100);
    const more = [...messages, aMessage(100), aMessage(101)];
    expect(foundAgain(more, shownOf(messages, 60, 100), null)).toEqual({ from: 60, to: 102 });
    expect(foundAgain(more, shownOf(messages, 20, 60), null)).toEqual({ from: 20, to: 60 });
  });

  it("keeps the line being read inside when much arrives in its middle", () => {
    const messages = someMessages(100);
    const anchor = messages[90] ?? null;
    const burst = Array.from({ length: 600 }, (_, n) =>
      aMessage(1000 + n, { clock: { ms: 80_500, counter: n } }),
    );
    const after = [...messages.slice(0, 81), ...burst, ...messages.slice(81)];
    const window = foundAgain(after, shownOf(messages, 60, 100), anchor);
    const place = anchor === null ? -1 : after.indexOf(anchor);
    expect(window.to - window.from).toBe(maxShown);
    expect(place).toBeGreaterThanOrEqual(window.from);
    expect(place).toBeLessThan(window.to);
  });

  it("survives the leaving of the messages at its ends (somebody was blocked)", () => {
    const messages = someMessages(100);
    const left = messages.filter((_, n) => n !== 20 && n !== 59);
    expect(foundAgain(left, shownOf(messages, 20, 60), null)).toEqual({ from: 20, to: 59 });
  });
});
