// A browser's IndexedDB of its own for each test, and the ways in which real ones fail.

import "fake-indexeddb/auto";
import { forceCloseDatabase, IDBDatabase as FakeDatabase, IDBFactory as FakeFactory } from "fake-indexeddb";
import { afterEach, beforeEach, expect, vi } from "vitest";

type Internals = IDBTransaction & { _abort(name: string | null): void };

export type Faults = {
  /** How many of the next writing transactions fail, and how. */
  writes: { left: number; how: "AbortError" | "QuotaExceededError" | "throws" | "hangs" };
  /** What "hangs" has stored without saying so; each says so when called. */
  hung: (() => void)[];
  /** Connections opened so far. */
  readonly connections: IDBDatabase[];
  /** The browser closes them all: "told" with a close event, "silently" without (iOS). */
  closeAll(how: "told" | "silently"): void;
  /** Openings wait until the gate is opened. */
  holdOpenings(): () => void;
  /** IndexedDB refuses (blocked cookies) until the end of the test. */
  refuse(): void;
  /** There is none until the end of the test. */
  remove(): void;
};

/** A method as the platform has it, whatever spies stand before it later. */
export const original = (prototype: object, name: string): unknown => Reflect.get(prototype, name);

export const useFaults = (): Faults => {
  const faults: Faults = {
    writes: { left: 0, how: "AbortError" },
    hung: [],
    connections: [],
    closeAll(how) {
      for (const db of faults.connections.splice(0)) {
        if (how === "silently") db.close();
        else (forceCloseDatabase as (db: unknown) => void)(db);
      }
    },
    holdOpenings() {
      const openNow = original(FakeFactory.prototype, "open") as (name: string) => IDBOpenDBRequest;
      const { promise: gate, resolve: open } = withResolvers();
      vi.spyOn(indexedDB, "open").mockImplementation((name) => {
        const held: Partial<IDBOpenDBRequest> = {};
        void gate.then(() => {
          const request = openNow.call(indexedDB, name);
          Object.defineProperty(held, "result", { get: () => request.result });
          request.onupgradeneeded = (event) => held.onupgradeneeded?.call(request, event);
          request.onsuccess = (event) => held.onsuccess?.call(request, event);
          return undefined;
        });
        return held as IDBOpenDBRequest;
      });
      return open;
    },
    refuse() {
      vi.spyOn(indexedDB, "open").mockImplementation(() => {
        throw new DOMException("denied", "SecurityError");
      });
    },
    remove() {
      vi.stubGlobal("indexedDB", undefined);
    },
  };

  let unhandled: unknown[] = [];
  const onUnhandled = (reason: unknown): void => void unhandled.push(reason);

  beforeEach(() => {
    vi.stubGlobal("indexedDB", new FakeFactory());
    faults.writes = { left: 0, how: "AbortError" };
    faults.hung = [];
    unhandled = [];
    process.on("unhandledRejection", onUnhandled);
    const begin = original(FakeDatabase.prototype, "transaction") as (...args: unknown[]) => Internals;
    vi.spyOn(FakeDatabase.prototype, "transaction").mockImplementation(function (this: IDBDatabase, ...args) {
      if (!faults.connections.includes(this)) faults.connections.push(this);
      const transaction = begin.apply(this, args);
      if (args[1] !== "readwrite" || faults.writes.left === 0) return transaction;
      // y-indexeddb reads in a writing transaction: what adds nothing is none of ours.
      failOnWrite(transaction, faults);
      return transaction;
    });
  });
  afterEach(() => {
    process.off("unhandledRejection", onUnhandled);
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
    expect(unhandled).toEqual([]);
  });
  return faults;
};

/** At its first write, the transaction fails in the way asked for. */
const failOnWrite = (transaction: Internals, faults: Faults): void => {
  const storeOf = transaction.objectStore.bind(transaction);
  let met = false;
  transaction.objectStore = (name) => {
    const store = storeOf(name);
    for (const method of ["add", "put", "clear", "delete"] as const) {
      const write = (store[method] as (...args: unknown[]) => IDBRequest).bind(store);
      Object.defineProperty(store, method, {
        value: (...args: unknown[]) => {
          const { how } = faults.writes;
          if (met || faults.writes.left === 0) return write(...args);
          met = true;
          faults.writes.left--;
          if (how === "throws") throw new DOMException("closing", "InvalidStateError");
          if (how === "hangs") {
            const dispatch = transaction.dispatchEvent.bind(transaction);
            transaction.dispatchEvent = (event) => {
              if (event.type !== "complete") return dispatch(event);
              faults.hung.push(() => void dispatch(event));
              return true;
            };
            return write(...args);
          }
          const request = write(...args);
          queueMicrotask(() => transaction._abort(how));
          return request;
        },
      });
    }
    return store;
  };
};

export const withResolvers = <T = void>(): { promise: Promise<T>; resolve: (value: T) => void } => {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
};
