import { expect, onTestFinished, test, vi } from "vitest";
import * as Y from "yjs";
import { Chance } from "../../../support/chance.ts";
import { mutate } from "../../../support/mutate.ts";
import { browserLocks, join, name, strangerIn } from "./tabs-of-a-browser.ts";

test("[ST4] what is no message is ignored, and bytes that fit no document hurt nobody", async () => {
  browserLocks();
  const room = name();
  const { tabs, doc, records } = await join(room);
  records.set("mine", new Uint8Array(40));
  records.delete("mine");
  const changed = vi.fn();
  tabs.changes.add(changed);
  const { say } = strangerIn(room);
  for (const message of [null, 1, "sync", {}, { type: "files" }, { type: 7 }]) say(message);
  const chance = new Chance(9);
  const corpus = [Y.encodeStateAsUpdate(doc), Y.encodeStateVector(doc)];
  for (let i = 0; i < 200; i++) {
    const bytes = mutate(chance, corpus);
    say({ type: "update", update: bytes.subarray(0, 12) });
    say({ type: "sync", vector: bytes, reply: false });
  }
  const other = new Y.Doc();
  other.getMap("records").set("x", 1);
  say({ type: "update", update: Y.encodeStateAsUpdate(other) });
  await vi.waitFor(() => expect(records.has("x")).toBe(true));
});

test("[ST4] without locks a tab that says what its user does is not waited for", async () => {
  vi.stubGlobal("navigator", {});
  onTestFinished(() => {
    vi.unstubAllGlobals();
  });
  const room = name();
  const { tabs, records } = await join(room);
  const { say } = strangerIn(room);
  say({ type: "own", tab: "1", own: { asking: "", typing: true, inside: true } });
  const other = new Y.Doc();
  other.getMap("records").set("x", 1);
  say({ type: "update", update: Y.encodeStateAsUpdate(other) });
  await vi.waitFor(() => expect(records.has("x")).toBe(true));
  expect(tabs.others).toEqual([]);
});

test("[ST4] a tab that is killed says no goodbye: its lock is free, and it is forgotten", async () => {
  browserLocks();
  const room = name();
  const { tabs } = await join(room);
  const { say } = strangerIn(room);
  let kill = (): void => undefined;
  const life = new Promise<void>((resolve) => (kill = resolve));
  void navigator.locks.request("kothabarta-tab:doomed", () => life);
  const own = { asking: "", typing: true, inside: true };
  say({ type: "own", tab: "doomed", own });
  await vi.waitFor(() => expect(tabs.others).toEqual([own]));
  kill();
  await vi.waitFor(() => expect(tabs.others).toEqual([]));
});
