import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ListedRoom } from "../../../src/app/host.ts";
import { PublicRooms } from "../../../src/app/public-rooms.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const begin = () => {
  const state = { shown: true, answer: [] as readonly ListedRoom[] | null };
  const seen: unknown[] = [];
  const rooms = new PublicRooms({
    host: { rooms: () => Promise.resolve(state.answer) },
    isShown: () => state.shown,
    onChange: () => seen.push(rooms.list),
  });
  rooms.start();
  return { state, rooms, seen };
};

describe("public rooms", () => {
  it("[UX9] are being asked for until the host answers, and unknown while it is away", async () => {
    const { state, rooms } = begin();
    expect(rooms.list).toBe("asking");
    await vi.advanceTimersByTimeAsync(0);
    expect(rooms.list).toEqual([]);
    state.answer = null;
    await vi.advanceTimersByTimeAsync(5000);
    expect(rooms.list).toBe("away");
    state.answer = [{ name: "adda", people: 2 }];
    await vi.advanceTimersByTimeAsync(5000);
    expect(rooms.list).toEqual([{ href: "#/p/adda", name: "adda", people: 2 }]);
  });

  it("[UX9] that were listed before somebody looked away say nothing of now", async () => {
    const { state, rooms, seen } = begin();
    await vi.advanceTimersByTimeAsync(0);
    state.shown = false;
    rooms.look();
    await vi.advanceTimersByTimeAsync(60_000);
    state.answer = null; // the host has died meanwhile
    state.shown = true;
    rooms.look();
    expect(rooms.list).toBe("asking");
    rooms.look();
    await vi.advanceTimersByTimeAsync(0);
    expect(rooms.list).toBe("away");
    expect(seen).toEqual([[], "asking", "away"]);
  });
});
