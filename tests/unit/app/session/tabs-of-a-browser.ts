// Tabs over Node's own BroadcastChannel. Which one leads is the browser's Web Lock: played here.

import { onTestFinished, vi } from "vitest";
import * as Y from "yjs";
import { Tabs } from "../../../../src/app/session/tabs.ts";

type Grant = (lock: unknown) => unknown;

/** A message goes to another end of this process and is answered. */
const echo = async (): Promise<void> => {
  const [here, there] = [new BroadcastChannel("echo"), new BroadcastChannel("echo")];
  Object.assign(there, { onmessage: () => there.postMessage("heard") });
  await new Promise((resolve) => {
    Object.assign(here, { onmessage: resolve });
    here.postMessage("said");
  });
  here.close();
  there.close();
};

/** As long as messages go there and back: who answers an answer says something in every round. */
export const rounds = async (count: number): Promise<void> => {
  for (let i = 0; i < count; i++) await echo();
};

/** Web Locks of one browser, as far as they are used. */
export const browserLocks = () => {
  const held = new Map<string, (() => void)[]>();
  const give = async (name: string, grant: Grant): Promise<void> => {
    const waiting = held.get(name) ?? [];
    held.set(name, waiting);
    await grant({});
    const next = waiting.shift();
    if (next === undefined) held.delete(name);
    else next();
  };
  const request = (name: string, ...rest: [Grant] | [LockOptions, Grant]): Promise<unknown> => {
    const [options, grant] = rest.length === 1 ? [{}, rest[0]] : rest;
    const waiting = held.get(name);
    if (waiting === undefined) return give(name, grant);
    if (options.ifAvailable === true) return Promise.resolve(grant(null));
    return new Promise((resolve, reject) => {
      const next = (): void => resolve(give(name, grant));
      waiting.push(next);
      options.signal?.addEventListener("abort", () => {
        if (!waiting.includes(next)) return;
        waiting.splice(waiting.indexOf(next), 1);
        reject(new DOMException("aborted", "AbortError"));
      });
    });
  };
  vi.stubGlobal("navigator", { locks: { request } });
  onTestFinished(() => {
    vi.unstubAllGlobals();
  });
};

export const name = (): string => `room ${Math.random()}`;

export const join = async (room: string, doc = new Y.Doc()) => {
  const onLeading = vi.fn();
  const tabs = await Tabs.join({ name: room, doc, onLeading });
  onTestFinished(() => tabs.close());
  const records = doc.getMap("records");
  return { tabs, doc, records, onLeading };
};

/** Hears what a tab says, and says what no tab of this version would. */
export const strangerIn = (room: string) => {
  const channel = new BroadcastChannel(`kothabarta-tabs-2:${room}`);
  const heard: { type?: unknown; update?: unknown }[] = [];
  Object.assign(channel, { onmessage: ({ data }: MessageEvent) => heard.push(data as object) });
  onTestFinished(() => channel.close());
  return { say: (message: unknown) => channel.postMessage(message), heard };
};
