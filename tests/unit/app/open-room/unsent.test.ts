import { expect, onTestFinished, test, vi } from "vitest";
import { Unsent } from "../../../../src/app/open-room/unsent.ts";
import { toBase64url } from "../../../../src/lib/bytes.ts";
import type { RecordId, TopicName } from "../../../../src/room/ids.ts";
import { openDevice } from "../../../../src/storage/device.ts";
import { preferences } from "../../../../src/storage/preferences.ts";
import { useFaults } from "../../storage/faults.ts";

useFaults();
const topic = toBase64url(new Uint8Array(16)) as TopicName;
const record = toBase64url(new Uint8Array(16).fill(9)) as RecordId;

/** A device with its tabs: those open, and what each has of the room. */
const device = () => {
  const open = new Set<string>();
  const drafts = async () => preferences(await openDevice()).room(topic).drafts;
  return {
    tab: async (id: string): Promise<Unsent> => {
      open.add(id);
      return Unsent.open(await drafts(), { id, open: () => Promise.resolve(new Set(open)) });
    },
    close: (id: string): void => void open.delete(id),
    kept: async () => (await (await drafts()).all()).map(([tab, { text }]) => [tab, text]),
  };
};

test("[ST8] each tab has its own draft; what one sends leaves the other's, after a reload too", async () => {
  const { tab, close, kept } = device();
  const one = await tab("one");
  const two = await tab("two");
  one.set({ text: "in the first" });
  two.set({ text: "in the second" });
  expect([one.draft.text, two.draft.text]).toEqual(["in the first", "in the second"]);
  await vi.waitFor(async () => expect(await kept()).toHaveLength(2));
  two.set({ text: "" });
  await vi.waitFor(async () => expect(await kept()).toEqual([["one", "in the first"]]));
  close("one");
  expect((await tab("one")).draft.text).toBe("in the first");
});

test("[ST8] a new tab takes the last draft of those that are closed, and never one that is being written", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  onTestFinished(() => void vi.useRealTimers());
  const { tab, close, kept } = device();
  for (const [id, text] of [
    ["older", "typed first"],
    ["newer", "typed last"],
    ["open", "being written"],
  ] as const) {
    vi.setSystemTime(Date.now() + 1000);
    (await tab(id)).set({ text });
    await vi.waitFor(async () => expect((await kept())[0]).toEqual([id, text]));
  }
  close("older");
  close("newer");
  expect((await tab("next")).draft.text).toBe("typed last");
  await vi.waitFor(async () =>
    expect(new Set((await kept()).map(([id]) => id))).toEqual(new Set(["older", "next", "open"])),
  );
  expect((await tab("after")).draft.text).toBe("typed first");
  expect((await tab("none")).draft.text).toBe("");
});

test("[ST8] the message it answers and the edit before it are kept with it; of closed tabs eight", async () => {
  const { tab, close, kept } = device();
  const draft = { text: "an answer", replyTo: record, edit: { target: record, text: "better" } };
  (await tab("one")).set(draft);
  await vi.waitFor(async () => expect(await kept()).toHaveLength(1));
  close("one");
  expect((await tab("one")).draft).toEqual(draft);
  const ids = Array.from({ length: 12 }, (_, i) => `t${i}`);
  for (const id of ids) (await tab(id)).set({ text: id });
  await vi.waitFor(async () => expect((await kept()).length).toBe(13));
  for (const id of ids) close(id);
  await tab("one");
  await vi.waitFor(async () => expect(await kept()).toHaveLength(9));
});
