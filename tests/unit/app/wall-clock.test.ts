import { beforeEach, expect, test, vi } from "vitest";
import { WallClock } from "../../../src/app/wall-clock.ts";

const device = Date.UTC(2026, 1, 21, 12);
const minute = 60_000;
const year = 365 * 24 * 60 * minute;

beforeEach(() => {
  vi.useFakeTimers({ now: device });
  return () => {
    vi.useRealTimers();
  };
});

const httpDate = (aheadMs: number): string => new Date(Date.now() + aheadMs).toUTCString();

/** Whether the user is told, where the host and members are that far ahead of this device. */
const isTold = (host: number | null, ...members: number[]): boolean => {
  const clock = new WallClock();
  if (host !== null) clock.hearHost(httpDate(host));
  members.forEach((ahead, i) => clock.hearMember(String(i), ahead));
  expect(clock.now()).toBe(Date.now());
  return clock.isOff;
};

test("[RC3] nobody corrects this device's time: neither the host nor any number of members", () => {
  const clock = new WallClock();
  clock.hearHost(httpDate(3 * year));
  for (let i = 0; i < 300; i++) clock.hearMember(`made up ${i}`, 10 * year);
  expect(clock.now()).toBe(device);
  for (const nonsense of [null, "", "yesterday"]) clock.hearHost(nonsense);
  for (const nonsense of [Number.NaN, Infinity]) clock.hearMember("x", nonsense);
  expect(clock.now()).toBe(device);
});

test("[RC3] it is never before the day on which the app was built, and then the user is told without anybody else", () => {
  const clock = new WallClock(device + year);
  expect([clock.now(), clock.isOff]).toEqual([device + year, true]);
  vi.setSystemTime(device + year + 1);
  expect([clock.now(), clock.isOff]).toEqual([device + year + 1, false]);
});

test("[RC3] off by more than two minutes from most, before or after, the user is told", () => {
  expect([isTold(null), isTold(2 * minute - 1000), isTold(-2 * minute), isTold(0, 5000, -5000)]).toEqual([
    false,
    false,
    false,
    false,
  ]);
  expect([isTold(3 * minute), isTold(null, -3 * minute), isTold(3 * minute, 3 * minute, 0)]).toEqual([
    true,
    true,
    true,
  ]);
});

test("[RC3] one host or one member never outweighs the others, nor do two that contradict each other", () => {
  expect([isTold(year, 0), isTold(year, 0, 0), isTold(0, year), isTold(null, 0, year)]).toEqual([
    false,
    false,
    false,
    false,
  ]);
  expect([isTold(year, -year), isTold(null, year, -year, 0)]).toEqual([false, false]);
  const clock = new WallClock();
  for (let beat = 0; beat < 5; beat++) clock.hearMember("a", year);
  for (const member of ["b", "c"]) clock.hearMember(member, 0);
  expect(clock.isOff).toBe(false);
});

test("[RC3] once this device's clock is set, what was heard before says nothing", () => {
  const clock = new WallClock();
  clock.hearHost(httpDate(-year));
  for (const member of ["a", "b"]) clock.hearMember(member, -year);
  expect(clock.isOff).toBe(true);
  vi.setSystemTime(device - year); // time goes on by itself as before: only the date has moved
  expect(clock.isOff).toBe(false);
  for (const member of ["a", "b"]) clock.hearMember(member, 0);
  expect(clock.isOff).toBe(false);
});

test("[GT4] who joins under thousands of keys takes no memory without end, and who speaks still counts", () => {
  const clock = new WallClock();
  for (let i = 0; i < 5000; i++) {
    clock.hearMember(`made up ${i}`, 0);
    if (i === 4900) for (let member = 0; member < 160; member++) clock.hearMember(`honest ${member}`, year);
  }
  expect(clock.isOff).toBe(true);
});
