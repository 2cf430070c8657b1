import { expect, onTestFinished, test, vi } from "vitest";
import { Listeners } from "../../../src/lib/listeners.ts";
import { toError } from "../../../src/lib/to-error.ts";

test("[style 11] listeners hear until they are stopped; stopping twice is harmless", () => {
  const listeners = new Listeners<[word: string]>();
  const heard: string[] = [];
  const stop = listeners.add((word) => heard.push(word));
  listeners.add((word) => heard.push(word.toUpperCase()));
  listeners.emit("a");
  stop();
  stop();
  listeners.emit("b");
  expect([heard, listeners.size]).toEqual([["a", "A", "B"], 1]);
  listeners.clear();
  listeners.emit("c");
  expect([heard.length, listeners.size]).toEqual([3, 0]);
});

test("[style 8] one that throws does not keep the others from hearing, and is not swallowed", () => {
  const later: (() => void)[] = [];
  const spy = vi.spyOn(globalThis, "queueMicrotask").mockImplementation((task) => void later.push(task));
  onTestFinished(() => spy.mockRestore());
  const listeners = new Listeners();
  const heard = vi.fn();
  listeners.add(() => {
    throw new Error("mine");
  });
  listeners.add(heard);
  listeners.emit();
  expect(heard).toHaveBeenCalledOnce();
  expect(later).toHaveLength(1);
  expect(later[0]).toThrow("mine");
});

test("[style 9] whatever was thrown becomes an Error", () => {
  const error = new TypeError("x");
  expect(toError(error)).toBe(error);
  expect(toError("y").message).toBe("y");
  expect(toError(undefined).message).toBe("undefined");
});
