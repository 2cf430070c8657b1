// Many people in one browser: iframes, each with its modules to itself (y-webrtc keeps one table of rooms per page), spread
// over a few pages, each of its own process (Chromium allows 500 peer connections in one).

import type { Frame } from "@playwright/test";
import type { Bench } from "./pages/bench.ts";
import type { Rig } from "./rig.ts";
import { secretText, type MadeRoom } from "./rooms.ts";

export type Kind = "ours" | "stock" | "broadcast";

const mostPages = 4;

export type Crowd = Readonly<{
  people: number;
  /** Calls one member's method. */
  call<K extends keyof Bench>(
    index: number,
    method: K,
    ...args: Parameters<Bench[K]>
  ): Promise<Awaited<ReturnType<Bench[K]>>>;
  /** Calls everybody's, or that of some, at once. */
  all<K extends keyof Bench>(
    method: K,
    args: Parameters<Bench[K]>,
    who?: readonly number[],
  ): Promise<Awaited<ReturnType<Bench[K]>>[]>;
  close(): Promise<void>;
}>;

export type CrowdOptions = Readonly<{
  kind: Kind;
  people: number;
  /** What a member has of the room's history. */
  roomOf?: (index: number) => MadeRoom | null;
}>;

type Method = (...args: readonly unknown[]) => unknown;

/** Everybody has opened their document; nobody has joined. */
export const gather = async (rig: Rig, { kind, people, roomOf }: CrowdOptions): Promise<Crowd> => {
  const browser = await rig.launch();
  const pageCount = Math.min(mostPages, people);
  const frames: Frame[] = [];
  const pages = await Promise.all(
    Array.from({ length: pageCount }, async () => {
      const page = await (await browser.newContext()).newPage();
      await page.goto(`${rig.origin}/crowd`);
      return page;
    }),
  );
  for (let index = 0; index < people; index++) {
    const page = pages[index % pageCount];
    if (page === undefined) continue;
    const element = await page.evaluateHandle((address) => {
      const frame = document.createElement("iframe");
      frame.src = address;
      document.body.append(frame);
      return frame;
    }, `${rig.origin}/${kind}`);
    const frame = await element.contentFrame();
    if (frame === null) throw new Error("an iframe without a frame");
    frames.push(frame);
  }
  const call: Crowd["call"] = (index, method, ...args) => {
    const frame = frames[index];
    if (frame === undefined) throw new RangeError(`there is no member ${index}`);
    return frame.evaluate(
      ([name, given]) => (window.bench as unknown as Record<string, Method>)[name]?.(...given),
      [method, args] as const,
    ) as ReturnType<Crowd["call"]> as never;
  };
  const everybody = frames.map((_, index) => index);
  const all: Crowd["all"] = (method, args, who = everybody) =>
    Promise.all(who.map((index) => call(index, method, ...args)));
  await Promise.all(frames.map((frame) => frame.waitForFunction(() => "bench" in window)));
  await Promise.all(
    everybody.map((me) => {
      const room = roomOf?.(me) ?? null;
      return call(me, "open", {
        url: rig.signaling[kind],
        iceServers: rig.iceServers,
        secret: secretText,
        room: room === null ? null : rig.urlOf(room),
        me,
      });
    }),
  );
  return { people, call, all, close: () => browser.close() };
};
