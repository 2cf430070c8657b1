import { expect, test } from "vitest";
import type { RoomModel } from "../../../src/app/model.ts";
import { Router, type OpenRoom } from "../../../src/app/router.ts";
import type { RoomLink } from "../../../src/room/link.ts";

/** Rooms that open and close when told to, and what happened in which order. */
const rooms = () => {
  const log: string[] = [];
  const waiting = new Map<string, () => void>();
  const when = (what: string): Promise<void> =>
    new Promise((resolve) => {
      log.push(what);
      waiting.set(what, resolve);
    });
  const done = async (what: string): Promise<void> => {
    waiting.get(what)?.();
    waiting.delete(what);
    await Promise.resolve();
  };
  const openRoom = async (
    { name }: RoomLink,
    { chosen }: Readonly<{ chosen: boolean }>,
  ): Promise<OpenRoom> => {
    await when(`open ${name}${chosen ? " by a click" : ""}`);
    return { model: { name } as RoomModel, close: () => when(`close ${name}`) };
  };
  const router = new Router({ openRoom, onChange: () => undefined });
  const at = (): string => (router.route.at === "room" ? router.route.room.name : router.route.at);
  return { log, done, router, at };
};

test("[RM2] the room before is stored and let go first", async () => {
  const { log, done, router, at } = rooms();
  const first = router.follow("#/p/tea");
  await expect.poll(() => log).toEqual(["open tea"]);
  await done("open tea");
  expect([await first, at()]).toEqual([true, "tea"]);

  const second = router.follow("#/p/chess");
  await expect.poll(() => log).toEqual(["open tea", "close tea"]);
  await done("close tea");
  await expect.poll(() => log).toEqual(["open tea", "close tea", "open chess"]);
  await done("open chess");
  expect([await second, at()]).toEqual([true, "chess"]);
});

test("[RM2] of wishes that come faster than rooms open only the newest counts, and no other stays open", async () => {
  const { log, done, router, at } = rooms();
  const first = router.follow("#/p/tea");
  await expect.poll(() => log).toEqual(["open tea"]);
  const second = router.follow("#/p/chess");
  await done("open tea");
  expect(await first).toBe(false);
  expect(log).toContain("close tea");
  await done("close tea");
  await expect.poll(() => log).toContain("open chess");
  await done("open chess");
  expect([await second, at()]).toEqual([true, "chess"]);
});

test("[RM2][LK4] a link that leads nowhere, or home, leaves the room too", async () => {
  const { log, done, router, at } = rooms();
  const first = router.follow("#/p/tea");
  await expect.poll(() => log).toEqual(["open tea"]);
  await done("open tea");
  await first;
  const second = router.follow("#/x/nonsense");
  await done("close tea");
  await second;
  expect(at()).toBe("bad");
  await router.follow("");
  expect(at()).toBe("home");
});

test("[LK7] a click in the app opens the one room that it was for, once: what comes next is a link again", async () => {
  const { log, done, router } = rooms();
  router.choose("#/p/tea");
  const first = router.follow("#/p/tea");
  await expect.poll(() => log).toEqual(["open tea by a click"]);
  await done("open tea by a click");
  await first;
  const again = router.follow("#/p/tea");
  await done("close tea");
  await expect.poll(() => log.at(-1)).toBe("open tea");
  await done("open tea");
  await again;
  // It was for another room than the address bar went to, and is spent.
  router.choose("#/p/chess");
  void router.follow("#/p/trap");
  await done("close tea");
  await expect.poll(() => log.at(-1)).toBe("open trap");
  await done("open trap");
  void router.follow("#/p/chess");
  await done("close trap");
  await expect.poll(() => log.at(-1)).toBe("open chess");
});
