import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Updates, type Registration } from "../../../src/app/updates.ts";

const hour = 60 * 60 * 1000;
const page = { visibilityState: "visible" as DocumentVisibilityState };

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("document", Object.assign(new EventTarget(), page));
  const window = new EventTarget();
  vi.stubGlobal("addEventListener", window.addEventListener.bind(window));
  vi.stubGlobal("removeEventListener", window.removeEventListener.bind(window));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A service worker as far as we look at one. */
class FakeWorker extends EventTarget {
  state: ServiceWorkerState = "installing";
  readonly said: unknown[] = [];
  postMessage(message: unknown): void {
    this.said.push(message);
  }
  become(state: ServiceWorkerState): void {
    this.state = state;
    this.dispatchEvent(new Event("statechange"));
  }
}

class FakeRegistration extends EventTarget implements Registration {
  active: FakeWorker | null = null;
  waiting: FakeWorker | null = null;
  installing: FakeWorker | null = null;
  readonly update = vi.fn<() => Promise<unknown>>(() => Promise.resolve());
  /** A new version comes and is installed. */
  bring(): FakeWorker {
    const worker = new FakeWorker();
    this.installing = worker;
    this.dispatchEvent(new Event("updatefound"));
    this.installing = null;
    this.waiting = worker;
    worker.become("installed");
    return worker;
  }
}

const begin = (registration = new FakeRegistration()) => {
  const onReady = vi.fn<() => void>();
  const reload = vi.fn<() => void>();
  return { registration, onReady, reload, updates: new Updates({ registration, onReady, reload }) };
};

describe("updates", () => {
  it("[UX17] are looked for when the page comes into view, at most hourly", async () => {
    const { registration, updates } = begin();
    const stop = updates.watchPage();
    const comeIntoView = async (): Promise<void> => {
      document.dispatchEvent(new Event("visibilitychange"));
      await vi.advanceTimersByTimeAsync(0);
    };
    await comeIntoView();
    vi.advanceTimersByTime(hour - 1);
    await comeIntoView();
    expect(registration.update).toHaveBeenCalledTimes(0);
    vi.advanceTimersByTime(1);
    await comeIntoView();
    await comeIntoView();
    expect(registration.update).toHaveBeenCalledTimes(1);
    // A try that failed does not count, and a page out of view does not look.
    vi.advanceTimersByTime(hour);
    registration.update.mockRejectedValueOnce(new TypeError("host away"));
    await comeIntoView();
    Object.assign(document, { visibilityState: "hidden" });
    await comeIntoView();
    expect(registration.update).toHaveBeenCalledTimes(2);
    Object.assign(document, { visibilityState: "visible" });
    await comeIntoView();
    expect(registration.update).toHaveBeenCalledTimes(3);
    stop();
    vi.advanceTimersByTime(hour);
    await comeIntoView();
    expect(registration.update).toHaveBeenCalledTimes(3);
  });

  it("[UX17] are looked for also after the clock was set back by a year", async () => {
    const { registration, updates } = begin();
    vi.setSystemTime(Date.now() - 365 * 24 * hour);
    await updates.look();
    expect(registration.update).toHaveBeenCalledTimes(1);
  });

  it("[UX17] wait until they are asked for, and the very first version is none", () => {
    const { registration, onReady, reload, updates } = begin();
    registration.bring();
    expect(onReady).not.toHaveBeenCalled();
    registration.active = registration.waiting;
    const worker = registration.bring();
    expect(onReady).toHaveBeenCalledTimes(1);
    expect([worker.said, reload.mock.calls]).toEqual([[], []]);
    updates.take();
    expect(worker.said).toEqual([{ type: "SKIP_WAITING" }]);
    expect(reload).not.toHaveBeenCalled();
    worker.become("activated");
    expect(reload).toHaveBeenCalledTimes(1);
  });

  it("[UX17] that another page has taken reload nobody by themselves, and this page when it is asked to", () => {
    const { registration, reload, updates } = begin();
    registration.active = new FakeWorker();
    const worker = registration.bring();
    registration.active = worker;
    registration.waiting = null;
    worker.become("activated");
    expect(reload).not.toHaveBeenCalled();
    updates.take();
    expect(reload).toHaveBeenCalledTimes(1);
  });

  it("[UX17] that somebody else has met are looked for before the page is loaded anew", async () => {
    const { registration, reload, updates } = begin();
    registration.active = new FakeWorker();
    registration.update.mockImplementation(() => {
      registration.installing = new FakeWorker();
      return Promise.resolve();
    });
    const taken = updates.lookAndTake();
    await vi.waitFor(() => expect(registration.update).toHaveBeenCalledTimes(1));
    const worker = registration.installing;
    registration.waiting = worker;
    worker?.become("installed");
    await taken;
    expect([worker?.said, reload.mock.calls.length]).toEqual([[{ type: "SKIP_WAITING" }], 0]);
    worker?.become("activated");
    expect(reload).toHaveBeenCalledTimes(1);
  });

  it("[UX17] are not waited for where the host is away, or does not answer", async () => {
    for (const answer of [Promise.reject(new TypeError("away")), new Promise(() => undefined)]) {
      const { registration, reload, updates } = begin();
      registration.update.mockReturnValue(answer);
      const taken = updates.lookAndTake();
      await vi.advanceTimersByTimeAsync(5000);
      await taken;
      expect(reload).toHaveBeenCalledTimes(1);
    }
  });

  it("[UX17] that wait already when the page opens are told", () => {
    const registration = new FakeRegistration();
    registration.active = new FakeWorker();
    registration.waiting = new FakeWorker();
    expect(begin(registration).onReady).toHaveBeenCalledTimes(1);
  });
});
