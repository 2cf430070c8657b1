import { beforeEach, expect, test, vi } from "vitest";
import { WallClock } from "../../../src/app/wall-clock.ts";

const device = Date.UTC(2026, 1, 21, 12);
const minute = 60_000;

beforeEach(() => {
  vi.useFakeTimers({ now: device });
  return () => {
    vi.useRealTimers();
  };
});

const httpDate = (aheadMs: number): string => new Date(device + aheadMs).toUTCString();

test("[RC3] the device's clock counts until somebody knows better; differences a network makes say nothing", () => {
  const clock = new WallClock();
  expect([clock.now(), clock.isOff]).toEqual([device, false]);
  clock.hearHost(httpDate(2000));
  expect(clock.offsetMs).toBe(0);
  for (const nonsense of [null, "", "yesterday"]) clock.hearHost(nonsense);
  expect(clock.now()).toBe(device);
});

test("[RC3] the host's Date corrects; off by more than two minutes the user is told", () => {
  const clock = new WallClock();
  clock.hearHost(httpDate(-2 * minute));
  expect([clock.offsetMs, clock.isOff]).toEqual([-2 * minute, false]);
  clock.hearHost(httpDate(3 * minute));
  expect([clock.now(), clock.isOff]).toEqual([device + 3 * minute, true]);
  clock.hearHost(null);
  expect(clock.offsetMs).toBe(3 * minute);
});

test("[RC3] without a host members do; who lies decides nothing, and half of all cannot", () => {
  const year = 365 * 24 * 60 * minute;
  /** What members' clocks are ahead of the device's. */
  const offsetBy = (...members: number[]): number => {
    const clock = new WallClock();
    members.forEach((ahead, i) => clock.hearMember(String(i), device + ahead - clock.now()));
    return clock.offsetMs;
  };
  expect([offsetBy(), offsetBy(year), offsetBy(year, 0), offsetBy(0, -year)]).toEqual([0, 0, 0, 0]);
  expect([offsetBy(10 * minute, 10 * minute), offsetBy(-10 * minute, -10 * minute)]).toEqual([
    10 * minute,
    -10 * minute,
  ]);
  expect([
    offsetBy(year, year, 0),
    offsetBy(0, 0, 0, year),
    offsetBy(10 * minute, year, 10 * minute),
  ]).toEqual([0, 0, 10 * minute]);
});

test("[RC3] the host counts before members: it is one for all", () => {
  const clock = new WallClock();
  for (const member of ["a", "b", "c"]) clock.hearMember(member, 10 * minute);
  clock.hearHost(httpDate(0));
  expect(clock.offsetMs).toBe(0);
});

test("[RC3] hearing the same members again does not add up", () => {
  const clock = new WallClock();
  for (let beat = 0; beat < 5; beat++)
    for (const member of ["a", "b", "c"]) clock.hearMember(member, device + 10 * minute - clock.now());
  expect([clock.offsetMs, clock.now()]).toEqual([10 * minute, device + 10 * minute]);
});

test("[style 8] a heartbeat of no number changes nothing", () => {
  const clock = new WallClock();
  for (const member of ["a", "b", "c"]) clock.hearMember(member, Number.NaN);
  for (const member of ["d", "e", "f"]) clock.hearMember(member, Infinity);
  expect(clock.now()).toBe(device);
});

test("[RC3] clocks that nobody has are not heard: what is written here has a time that a Date can be", () => {
  const clock = new WallClock();
  for (const member of ["a", "b", "c", "d"]) clock.hearMember(member, Number.MAX_SAFE_INTEGER - 2 ** 40);
  expect([clock.offsetMs, Number.isNaN(new Date(clock.now()).getTime())]).toEqual([0, false]);
});
