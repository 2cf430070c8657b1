import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { Timers } from "../../../src/lib/timers.ts";

beforeEach(() => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
});

const open = () => {
  const fired: string[] = [];
  const timers = new Timers<"a" | "b">();
  const after = (name: "a" | "b", ms: number, what: string): void =>
    timers.after(name, ms, () => fired.push(what));
  return { timers, after, fired };
};

test("setting a timeout again replaces it, and no other", () => {
  const { after, fired } = open();
  after("a", 10, "first");
  after("b", 10, "other");
  after("a", 20, "second");
  vi.advanceTimersByTime(15);
  expect(fired).toEqual(["other"]);
  vi.advanceTimersByTime(15);
  expect(fired).toEqual(["other", "second"]);
});

test("one is set until it fires or is stopped, and may be set again by what it does", () => {
  const { timers, after, fired } = open();
  after("a", 10, "first");
  expect([timers.isSet("a"), timers.isSet("b")]).toEqual([true, false]);
  timers.stop("a");
  expect(timers.isSet("a")).toBe(false);
  timers.after("a", 10, () => after("a", 10, "again"));
  vi.advanceTimersByTime(10);
  expect(timers.isSet("a")).toBe(true);
  vi.advanceTimersByTime(100);
  expect(fired).toEqual(["again"]);
  expect(timers.isSet("a")).toBe(false);
});

test("none fires after close, nor can be set", () => {
  const { timers, after, fired } = open();
  after("a", 10, "before");
  timers.close();
  timers.close();
  after("b", 10, "after");
  vi.advanceTimersByTime(100);
  expect(fired).toEqual([]);
});
