import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Door } from "../../../../src/app/open-room/door.ts";
import { noNetwork } from "../../../../src/app/session/net-state.ts";
import { Listeners } from "../../../../src/lib/listeners.ts";
import type { AuthorId } from "../../../../src/room/ids.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A door whose room may tell its names, where `taken` are in use. */
const stand = ({ userName = "", knownName = "", isNew = false } = {}) => {
  const changes = new Listeners();
  const room = {
    net: noNetwork,
    settled: true,
    seeking: true,
    taken: new Set<string>(),
    userName,
  };
  const entered: string[] = [];
  const said: unknown[] = [];
  const door = new Door({
    session: {
      say: (own) => said.push(own),
      get net() {
        return room.net;
      },
      ledger: {
        get settled() {
          return room.settled;
        },
        whenSettled: () => Promise.resolve(),
      },
    },
    userName: () => room.userName,
    isNew,
    knownName: () => knownName,
    isTaken: (name) => room.taken.has(name),
    isSeeking: () => room.seeking,
    onEnter: (name) => {
      room.userName = name;
      entered.push(name);
    },
    onChange: () => undefined,
    subscribe: (listener) => changes.add(listener),
  });
  const change = (what: Partial<typeof room>): void => {
    Object.assign(room, what);
    changes.emit();
  };
  /** Somebody who is inside has told their names, `taken` among them. */
  const tell = (...taken: readonly string[]): void =>
    change({
      taken: new Set(taken),
      net: {
        ...noNetwork,
        present: [
          { author: "x" as AuthorId, inside: true, asking: "", typing: false, peerId: "p", awarenessId: 1 },
        ],
      },
    });
  return { door, entered, said, change, tell };
};

describe("door", () => {
  it("[ID2] Enter before the names have come waits for them, and a name in use is refused then", async () => {
    const { door, entered, said, tell } = stand();
    expect(door.enter("Asha")).toBeNull();
    expect(door.entry.at).toBe("entering");
    expect(said).toEqual([{ asking: "Asha" }]);
    await vi.advanceTimersByTimeAsync(500);
    tell("Asha");
    await vi.advanceTimersByTimeAsync(150);
    expect(door.entry).toMatchObject({ at: "door", clash: { name: "Asha" } });
    expect(entered).toEqual([]);
    // The names are here: the next one is not kept waiting.
    expect(door.enter("Asha 2")).toBeNull();
    expect([door.entry.at, entered]).toEqual(["inside", ["Asha 2"]]);
  });

  it("[ID2] Enter waits two seconds at most: what is found later gives tags", async () => {
    const { door, entered } = stand();
    door.enter("Asha");
    await vi.advanceTimersByTimeAsync(1990);
    expect(door.entry.at).toBe("entering");
    await vi.advanceTimersByTimeAsync(10);
    expect([door.entry.at, entered]).toEqual(["inside", ["Asha"]]);
  });

  it("[ID2] nobody waits where nobody can tell a name: host away, room new, or looked for long ago", async () => {
    const { door, entered, change } = stand();
    change({ seeking: false });
    door.enter("Asha");
    expect([door.entry.at, entered]).toEqual(["inside", ["Asha"]]);

    const other = stand();
    other.door.enter("Asha");
    other.change({ seeking: false }); // the host has gone meanwhile
    await vi.advanceTimersByTimeAsync(100);
    expect(other.door.entry.at).toBe("inside");
  });

  it("[ID2] names that are still being verified are waited for too", async () => {
    const { door, change, tell } = stand();
    change({ settled: false, seeking: false });
    tell();
    door.enter("Asha");
    expect(door.entry.at).toBe("entering");
    change({ settled: true, taken: new Set(["Asha"]) });
    await vi.advanceTimersByTimeAsync(100);
    expect(door.entry.at).toBe("door");
  });

  it("[ID2] nobody is kept out of their own name, nor kept waiting", () => {
    const { door, entered } = stand({ knownName: "Asha" });
    door.enter("ＡＳＨＡ");
    expect([door.entry.at, entered]).toEqual(["inside", ["ＡＳＨＡ"]]);
  });

  it("[ID2] who leaves while waiting enters nothing", async () => {
    const { door, entered } = stand();
    door.enter("Asha");
    door.close();
    await vi.advanceTimersByTimeAsync(3000);
    expect(entered).toEqual([]);
  });

  it("[LK7] a room new to this device begins with the press of Enter, whoever is known by whatever name", async () => {
    const { door, entered, said, tell } = stand({ userName: "Asha", isNew: true });
    let begun = false;
    const opening = door.pressed.then(() => void (begun = true));
    await vi.advanceTimersByTimeAsync(60_000);
    expect([door.entry, begun, said]).toEqual([{ at: "door", clash: null }, false, []]);
    // A name that is none presses nothing.
    expect(door.enter(" ")).toBe("empty");
    await vi.advanceTimersByTimeAsync(1000);
    expect(begun).toBe(false);

    // The names come after it: one in use is refused, though it was free for all that was known.
    expect(door.enter("Bilal")).toBeNull();
    const passing = door.pass(opening);
    await vi.advanceTimersByTimeAsync(500);
    expect([door.entry.at, begun, said]).toEqual(["entering", true, [{ asking: "Bilal" }]]);
    tell("Bilal");
    await vi.advanceTimersByTimeAsync(150);
    await passing;
    expect(door.entry).toMatchObject({ at: "door", clash: { name: "Bilal" } });
    expect(door.enter("Asha")).toBeNull();
    expect([door.entry.at, entered]).toEqual(["inside", ["Asha"]]);
  });

  it("[LK7][ID2] in a new room too Enter waits two seconds at most, and goes in under the name given there", async () => {
    const { door, entered } = stand({ userName: "Asha", isNew: true });
    door.enter("Asha Rahman");
    void door.pass(door.pressed);
    await vi.advanceTimersByTimeAsync(1990);
    expect(door.entry.at).toBe("entering");
    await vi.advanceTimersByTimeAsync(10);
    expect([door.entry.at, entered]).toEqual(["inside", ["Asha Rahman"]]);
  });

  it("[LK7] a room known to this device begins at once, though no name is known", async () => {
    const { door } = stand();
    await expect(door.pressed).resolves.toBeUndefined();
    expect(door.entry.at).toBe("door");
  });

  it("[ID2] inside, a name in use is told and the old one stands, the door is not seen again", () => {
    const { door, entered, tell } = stand();
    tell("Asha");
    door.enter("Bilal");
    expect(door.rename("Asha")).toMatchObject({ name: "Asha" });
    expect([door.entry.at, entered]).toEqual(["inside", ["Bilal"]]);
    expect(door.rename("")).toBe("empty");
    expect(door.rename("x".repeat(41))).toBe("too-long");
    expect(door.rename("Chitra")).toBeNull();
    expect(door.rename("Asha", { anyway: true })).toBeNull();
    // One's own name is free, whoever else uses it.
    expect(door.rename("Asha")).toBeNull();
    expect([door.entry.at, entered]).toEqual(["inside", ["Bilal", "Chitra", "Asha", "Asha"]]);
  });
});
