import { expect, test, vi } from "vitest";
import { persistence } from "../../../src/storage/persist.ts";

test("[ST3] the browser is asked once, however often it is called", async () => {
  const persist = vi.fn(() => Promise.resolve(true));
  const manager = {
    persist,
    persisted: () => Promise.resolve(false),
    estimate: () => Promise.resolve({ usage: 5, quota: 10 }),
  };
  const { ask, report } = persistence(manager);
  expect(await Promise.all([ask(), ask()])).toEqual([true, true]);
  expect(await ask()).toBe(true);
  expect(persist).toHaveBeenCalledTimes(1);
  expect(await report()).toEqual({ persisted: false, usage: 5, quota: 10 });
});

test("[ST3] what is granted already is not asked for", async () => {
  const persist = vi.fn(() => Promise.resolve(true));
  const { ask, report } = persistence({ persist, persisted: () => Promise.resolve(true) });
  expect(await ask()).toBe(true);
  expect(persist).not.toHaveBeenCalled();
  expect(await report()).toEqual({ persisted: true, usage: null, quota: null });
});

test("[ST3] plain http, or blocked: no, and nothing throws", async () => {
  const blocked = (): Promise<never> => Promise.reject(new TypeError("blocked"));
  for (const manager of [{}, { persist: blocked, persisted: blocked, estimate: blocked }]) {
    const { ask, report } = persistence(manager);
    expect(await ask()).toBe(false);
    expect(await report()).toEqual({ persisted: false, usage: null, quota: null });
  }
});
