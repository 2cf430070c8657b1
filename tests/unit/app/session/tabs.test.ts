import { expect, onTestFinished, test, vi } from "vitest";
import * as Y from "yjs";
import { noNetwork } from "../../../../src/app/session/net-state.ts";
import { browserLocks, join, name, strangerIn, rounds } from "./tabs-of-a-browser.ts";

test("[ST4] the first tab leads, the next follow; when it closes one of them takes over", async () => {
  browserLocks();
  const room = name();
  const [a, b, c] = [await join(room), await join(room), await join(room)];
  expect([a, b, c].map(({ tabs }) => [tabs.leads, tabs.isExclusive])).toEqual([
    [true, true],
    [false, false],
    [false, false],
  ]);
  b.tabs.close();
  a.tabs.close();
  a.tabs.close();
  await vi.waitFor(() => expect(c.onLeading).toHaveBeenCalledOnce());
  expect([c.tabs.isExclusive, b.onLeading.mock.calls.length]).toEqual([true, 0]);
});

test("[ST4] where there are no locks every tab leads, and none alone", async () => {
  vi.stubGlobal("navigator", {});
  onTestFinished(() => {
    vi.unstubAllGlobals();
  });
  const room = name();
  const [a, b] = [await join(room), await join(room)];
  expect([a.tabs.leads, b.tabs.leads, a.tabs.isExclusive, b.tabs.isExclusive]).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test("[ST4] tabs tell each other what they have, and from then on what changes, once", async () => {
  browserLocks();
  const room = name();
  const [a, b] = [await join(room), await join(room)];
  a.records.set("from a", 1);
  b.records.set("from b", 1);
  a.tabs.sync();
  b.tabs.sync();
  await vi.waitFor(() => expect([a.records.size, b.records.size]).toEqual([2, 2]));
  let updates = 0;
  const listener = new BroadcastChannel(`kothabarta-tabs-2:${room}`);
  onTestFinished(() => listener.close());
  Object.assign(listener, {
    onmessage: ({ data }: { data: { type: string } }) => (updates += data.type === "update" ? 1 : 0),
  });
  b.records.set("later", 1);
  await vi.waitFor(() => expect(a.records.has("later")).toBe(true));
  await rounds(20);
  expect(updates).toBe(1);
});

test("[ST4] followers see the leader's network; the leader hears what their users do, and that they left", async () => {
  browserLocks();
  const room = name();
  const [a, b] = [await join(room), await join(room)];
  expect(b.tabs.net).toBeNull();
  a.tabs.show({ ...noNetwork, signaling: "connected" });
  b.tabs.show({ ...noNetwork, signaling: "away" }); // not the leader: says nothing
  const own = { asking: "", typing: true, inside: true };
  b.tabs.say(own);
  await vi.waitFor(() => expect([b.tabs.net?.signaling, a.tabs.others]).toEqual(["connected", [own]]));
  expect(a.tabs.net).toBeNull();
  b.tabs.close();
  await vi.waitFor(() => expect(a.tabs.others).toEqual([]));
});

test("[ST4] tabs that listen to each other fall silent: nobody answers an answer", async () => {
  browserLocks();
  const room = name();
  const tabs = [await join(room), await join(room), await join(room)].map((one) => one.tabs);
  const [leader] = tabs;
  const own = { asking: "", typing: false, inside: true };
  // As the session does: a leader shows its view, a follower says what its user does.
  for (const one of tabs)
    one.changes.add(() => {
      if (one.leads) one.show(noNetwork);
    });
  let messages = 0;
  const listener = new BroadcastChannel(`kothabarta-tabs-2:${room}`);
  onTestFinished(() => listener.close());
  Object.assign(listener, { onmessage: () => (messages += 1) });
  for (const one of tabs) {
    one.sync();
    one.say(own);
  }
  await vi.waitFor(() => expect(leader?.others).toEqual([own, own]));
  await rounds(20);
  const settled = messages;
  expect(settled).toBeLessThan(60);
  await rounds(20);
  expect(messages).toBe(settled);
});

test("[ST4] the next leader knows what the users of the other tabs do, also of one that came before it", async () => {
  browserLocks();
  const room = name();
  const [a, b] = [await join(room), await join(room)];
  const own = { asking: "", typing: false, inside: true };
  b.tabs.say(own);
  const c = await join(room);
  c.tabs.sync();
  await vi.waitFor(() => expect(c.tabs.others).toEqual([own]));
  a.tabs.close();
  b.tabs.say({ ...own, typing: true });
  await vi.waitFor(() => expect([b.tabs.leads, c.tabs.leads]).toContain(true));
});

test("[ST4] a tab keeps to itself what it loads, and when it has loaded hands on what the others lack", async () => {
  browserLocks();
  const room = name();
  const [a, b] = [await join(room), await join(room)];
  const { heard } = strangerIn(room);
  a.tabs.sync();
  const answers = (): unknown[] => heard.filter(({ type }) => type === "update");
  await vi.waitFor(() => expect(answers()).toHaveLength(2)); // b's, and a's to what b said it has
  for (let i = 0; i < 20; i++) b.records.set(`loaded ${i}`, 1);
  a.records.set("mark", 1);
  await vi.waitFor(() => expect(b.records.has("mark")).toBe(true));
  expect(a.records.size).toBe(1);
  expect(answers()).toHaveLength(3); // and the mark
  b.tabs.sync();
  await vi.waitFor(() => expect(a.records.size).toBe(21));
});

test("[ST4] a tab does not hand on what another has just told it", async () => {
  browserLocks();
  const room = name();
  const [a, b] = [await join(room), await join(room)];
  const { heard, say } = strangerIn(room);
  a.tabs.sync();
  b.tabs.sync();
  await vi.waitFor(() => expect(heard.filter(({ type }) => type === "update")).toHaveLength(4));
  a.records.set("once", 1);
  await vi.waitFor(() => expect(b.records.has("once")).toBe(true));
  // Both answer, with an empty update: whatever they said before that has been heard by then.
  say({ type: "sync", vector: Y.encodeStateVector(a.doc), reply: true });
  await vi.waitFor(() => expect(heard.filter(({ type }) => type === "sync")).toHaveLength(6));
  expect(heard.filter(({ update }) => update instanceof Uint8Array && update.length > 2)).toHaveLength(1);
});

test("[ST4] whoever has to act on what was said is told, and nobody else", async () => {
  browserLocks();
  const room = name();
  const [a, b, c] = [await join(room), await join(room), await join(room)];
  const told = [a, b, c].map(({ tabs }) => {
    const listener = vi.fn();
    tabs.changes.add(listener);
    return listener;
  });
  const times = (): number[] => told.map((listener) => listener.mock.calls.length);
  b.tabs.sync(); // the leader shows the newcomer its network
  await vi.waitFor(() => expect(times()[0]).toBeGreaterThan(0));
  for (const listener of told) listener.mockClear();
  b.tabs.say({ asking: "", typing: true, inside: true });
  await vi.waitFor(() => expect(times()[0]).toBe(1));
  a.tabs.show(noNetwork);
  await vi.waitFor(() => expect(times()).toEqual([1, 1, 1]));
  expect(a.tabs.others).toHaveLength(1); // it lives on
});

test("[ST4] who inherits the lead holds it: the next tab follows", async () => {
  browserLocks();
  const room = name();
  const [a, b] = [await join(room), await join(room)];
  a.tabs.close();
  await vi.waitFor(() => expect(b.tabs.leads).toBe(true));
  expect((await join(room)).tabs.leads).toBe(false);
});
