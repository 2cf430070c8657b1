import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { goOnInFreshRoom, tellFreshRoom, type FreshRoomsOptions } from "../../../src/app/fresh-rooms.ts";
import type { Custody, RoomModel } from "../../../src/app/model.ts";
import { Listeners } from "../../../src/lib/listeners.ts";
import type { AuthorId, RecordId } from "../../../src/room/ids.ts";
import type { Message } from "../../../src/room/message.ts";

const me = "me" as AuthorId;
const fresh = { fragment: "#/r/fresh", link: "http://192.168.1.5:3000/#/r/fresh/Adda" };
const say = (link: string): string => `We go on here: ${link}.`;

beforeEach(() => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
});

/** A room as far as this needs one: a message sent is shown a moment later, as the real one does. */
const oldRoom = ({ linked = 0 } = {}) => {
  const changes = new Listeners();
  const messages: Message[] = [];
  const erasing = new Set<RecordId>();
  let custody: Custody = "saving";
  const put = (author: AuthorId, text: string): void => {
    messages.push({ id: `m${messages.length}` as RecordId, author, text } as Message);
    changes.emit();
  };
  const model = {
    me,
    messages,
    erasing,
    connection: { linked },
    custody: () => custody,
    subscribe: (listener: () => void) => changes.add(listener),
    send: (text: string) => {
      queueMicrotask(() => put(me, text));
      return null;
    },
  } as unknown as RoomModel;
  const hear = (heard: Custody): void => {
    custody = heard;
    changes.emit();
  };
  return { model, messages, erasing, changes, put, hear };
};

/** Whether it has resolved by now. */
const watch = async (telling: Promise<void>): Promise<() => boolean> => {
  let done = false;
  void telling.then(() => (done = true));
  await vi.advanceTimersByTimeAsync(0);
  return () => done;
};

test("[GT4] alone, the message is written and nobody is waited for", async () => {
  const { model, messages, changes } = oldRoom();
  const isDone = await watch(tellFreshRoom(model, fresh, say));
  expect([isDone(), messages.map(({ text }) => text)]).toEqual([true, [say(fresh.link)]]);
  expect([changes.size, vi.getTimerCount()]).toEqual([0, 0]);
});

test("[GT4] with others it waits until one of them stores the message", async () => {
  const { model, changes, hear } = oldRoom({ linked: 2 });
  const isDone = await watch(tellFreshRoom(model, fresh, say));
  hear("here");
  await vi.advanceTimersByTimeAsync(1000);
  expect(isDone()).toBe(false);
  hear("another");
  await vi.advanceTimersByTimeAsync(0);
  expect([isDone(), changes.size, vi.getTimerCount()]).toEqual([true, 0, 0]);
});

test("[GT4] and not for ever: it waits here for those who come later", async () => {
  const { model, changes } = oldRoom({ linked: 1 });
  const isDone = await watch(tellFreshRoom(model, fresh, say));
  await vi.advanceTimersByTimeAsync(3000);
  expect([isDone(), changes.size]).toEqual([true, 0]);
});

test("[GT4] once told, also at another address of the host, it is not told again", async () => {
  const { model, messages, put } = oldRoom();
  put(me, "We go on: http://10.0.0.7:3000/#/r/fresh/Adda");
  await tellFreshRoom(model, fresh, say);
  expect(messages).toHaveLength(1);
});

test("[GT4] what somebody else said, or what is being deleted, does not count as told", async () => {
  const { model, messages, erasing, put } = oldRoom();
  put("you" as AuthorId, say(fresh.link));
  put(me, say(fresh.link));
  erasing.add("m1" as RecordId);
  const isDone = await watch(tellFreshRoom(model, fresh, say));
  expect([isDone(), messages.length]).toEqual([true, 3]);
});

test("[GT4] who leaves the old room meanwhile is taken nowhere; who stays goes where the message leads", async () => {
  vi.stubGlobal("location", { origin: "http://localhost:3000", hostname: "localhost" });
  onTestFinished(() => void vi.unstubAllGlobals());
  for (const leaves of [true, false]) {
    const { model, messages, hear } = oldRoom({ linked: 1 });
    const old = { model: Object.assign(model, { entry: { at: "inside" }, name: "Adda" }), keys: {} };
    let open: unknown = old;
    const went: string[] = [];
    const kept = { get: () => Promise.resolve(null), set: () => Promise.resolve(true) };
    const going = goOnInFreshRoom(
      {
        rooms: { all: [], make: () => "#/r/fresh/Adda" },
        preferences: { room: () => ({ freshRoom: kept }) },
        host: { config: { iceServers: [], shareOrigins: [] } },
        open: () => open,
        go: (href: string) => went.push(href),
      } as unknown as FreshRoomsOptions,
      say,
    );
    const isDone = await watch(going);
    expect([isDone(), messages.length]).toEqual([false, 1]);
    if (leaves) open = null;
    hear("another");
    await going;
    expect(went).toEqual(leaves ? [] : ["#/r/fresh/Adda"]);
  }
});
