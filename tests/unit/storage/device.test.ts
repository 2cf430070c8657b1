import { expect, test, vi } from "vitest";
import { openDevice } from "../../../src/storage/device.ts";
import { useFaults } from "./faults.ts";

const faults = useFaults();

test("[ID1] values are there for the next start; strict durability is asked for", async () => {
  const device = await openDevice();
  expect(device.persistent).toBe(true);
  const begin = vi.spyOn(IDBDatabase.prototype, "transaction");
  expect(await device.set("a", { x: 1 }, { strict: true })).toBe(true);
  expect(begin.mock.calls.at(-1)?.[2]).toEqual({ durability: "strict" });
  expect(await device.set("room/2", 2)).toBe(true);
  await device.set("room/1", 1);
  await device.set("rooms", 3);
  const next = await openDevice();
  expect(await next.get("a")).toEqual({ x: 1 });
  expect(await next.get("b")).toBeUndefined();
  expect(await next.entries("room/")).toEqual([
    ["room/1", 1],
    ["room/2", 2],
  ]);
  await next.delete("room/1");
  expect(await next.entries("room/")).toEqual([["room/2", 2]]);
});

test("[ST2] without IndexedDB everything is in memory, and says so", async () => {
  faults.remove();
  const device = await openDevice();
  expect(device.persistent).toBe(false);
  expect(await device.set("k/a", 1)).toBe(false);
  expect(await device.get("k/a")).toBe(1);
  expect(await device.getOrSet("k/b", 2)).toBe(2);
  expect(await device.getOrSet("k/b", 3)).toBe(2);
  expect(await device.entries("k/")).toEqual([
    ["k/a", 1],
    ["k/b", 2],
  ]);
  expect(await device.delete("k/a")).toBe(false);
  expect(await device.get("k/a")).toBeUndefined();
  expect(await device.entries("k/")).toEqual([["k/b", 2]]);
});

test("[ST2] refused, or hanging past the deadline: memory for this whole session", async () => {
  faults.refuse();
  expect((await openDevice()).persistent).toBe(false);
  const release = faults.holdOpenings();
  const device = await openDevice({ deadlineMs: 5 });
  expect(device.persistent).toBe(false);
  const made = await device.getOrSet("seed", "made in memory");
  release();
  await openDevice();
  expect(await device.get("seed")).toBe(made);
});

for (const how of ["told", "silently"] as const) {
  test(`[ST1] a connection closed ${how} is replaced`, async () => {
    const device = await openDevice();
    await device.set("a", 1);
    faults.closeAll(how);
    expect(await device.get("a")).toBe(1);
    faults.closeAll(how);
    expect(await device.set("a", 2)).toBe(true);
    expect(device.persistent).toBe(true);
    expect(await (await openDevice()).get("a")).toBe(2);
  });
}

test("[ST1] a write that fails stays in memory and goes with the next", async () => {
  const device = await openDevice();
  faults.writes = { left: 2, how: "QuotaExceededError" };
  expect(await device.set("a", 1)).toBe(false);
  expect(device.persistent).toBe(false);
  expect(await device.get("a")).toBe(1);
  expect(await device.set("b", 2)).toBe(true);
  expect(device.persistent).toBe(true);
  expect(await (await openDevice()).get("a")).toBe(1);
});

test("[ST1] a write that ends late takes nothing from a newer one of the same key, which failed", async () => {
  const device = await openDevice();
  faults.writes = { left: 1, how: "hangs" };
  const older = device.set("a", 1);
  await vi.waitFor(() => expect(faults.hung).toHaveLength(1));
  faults.writes = { left: 2, how: "throws" };
  expect(await device.set("a", 2)).toBe(false);
  faults.hung[0]?.();
  expect(await older).toBe(true);
  expect(await device.get("a")).toBe(2);
  expect(await device.set("b", 3)).toBe(true);
  expect(await (await openDevice()).get("a")).toBe(2);
});

test("[ID1] what was made because the disk could not be asked never replaces what is on it", async () => {
  const before = await openDevice();
  await before.set("seed", "the true one");
  const device = await openDevice();
  const failing = vi.spyOn(IDBDatabase.prototype, "transaction").mockImplementation(() => {
    throw new DOMException("connection lost", "UnknownError");
  });
  expect(await device.getOrSet("seed", "makeshift")).toBe("makeshift");
  expect(device.persistent).toBe(false);
  failing.mockRestore();
  await device.set("other", 1);
  expect(device.persistent).toBe(false);
  expect(await (await openDevice()).get("seed")).toBe("the true one");
});
