// One newcomer, one member: how long until the document, the latest screenful and the whole list are there, how many bytes
// that took, against y-webrtc as published and against a data channel with nothing around it.

import { gather, type Kind } from "../crowd.ts";
import type { Arrival, Traffic } from "../pages/bench.ts";
import type { Rig } from "../rig.ts";
import { plain, signed, type MadeRoom } from "../rooms.ts";
import { median, row, type Row } from "../table.ts";
import { orNull, pause } from "../within.ts";

const sizes = [1000, 10_000, 100_000];
const deadlineMs = { ours: 90_000, stock: 15_000 };
/** Small rooms are moved several times: one is over in an instant. */
const turns = (messages: number): number => (messages > 10_000 ? 1 : 3);
/** After the last byte: does anything go back? */
const afterwardsMs = 1000;
const moveMs = 150_000;

type Moved = Readonly<{ arrival: Arrival; traffic: Traffic }>;

const move = async (rig: Rig, kind: Kind, room: MadeRoom): Promise<Moved> => {
  const crowd = await gather(rig, { kind, people: 2, roomOf: (index) => (index === 0 ? room : null) });
  await crowd.call(0, "join");
  await pause(500);
  await crowd.call(1, "join");
  const deadline = kind === "ours" ? deadlineMs.ours : deadlineMs.stock;
  const arrival = await crowd.call(1, "whenWhole", room.entries, room.messages, deadline);
  await pause(afterwardsMs);
  const traffic = await crowd.call(1, "traffic");
  await crowd.close();
  return { arrival, traffic };
};

/** ms for the bytes of the room over a bare channel. */
const moveBare = async (rig: Rig, room: MadeRoom, count = 3): Promise<number | null> => {
  const browser = await rig.launch();
  const [holder, newcomer] = await Promise.all([rig.open(browser, "bare"), rig.open(browser, "bare")]);
  for (const page of [holder, newcomer])
    await page.evaluate((iceServers) => window.bare.make(iceServers), [...rig.iceServers]);
  const offer = await holder.evaluate(() => window.bare.offer());
  const answer = await newcomer.evaluate((sdp) => window.bare.answer(sdp), offer);
  await holder.evaluate((sdp) => window.bare.accept(sdp), answer);
  await holder.evaluate((url) => window.bare.serve(url), rig.urlOf(room));
  await newcomer.waitForFunction(() => window.bare.isOpen());
  const times: number[] = [];
  for (let turn = 0; turn < count; turn++)
    times.push(await newcomer.evaluate((total) => window.bare.take(total), room.bytes));
  await browser.close();
  return median(times);
};

const since = (from: number | null, to: number | null): number | null =>
  from === null || to === null ? null : to - from;

const several = async (
  rig: Rig,
  what: string,
  count: number,
  once: () => Promise<Moved>,
): Promise<readonly Moved[]> => {
  const all: Moved[] = [];
  for (let turn = 0; turn < count; turn++) {
    const moved = await orNull(moveMs, what, once());
    if (moved !== null) all.push(moved);
    await rig.closeBrowsers();
  }
  return all;
};

const middle = (all: readonly Moved[], of: (moved: Moved) => number | null): number | null => {
  const values = all.map(of);
  return values.includes(null) || values.length === 0 ? null : median(values as number[]);
};

export const newcomer = async (rig: Rig, most: number, rows: Row[]): Promise<void> => {
  for (const messages of sizes.filter((size) => size <= most)) {
    const room = signed(messages);
    const plainOne = plain(messages);
    const of = `newcomer, ${messages / 1000} k:`;
    const ours = await several(rig, `${of} ours`, turns(messages), () => move(rig, "ours", room));
    const bare = await orNull(60_000, `${of} bare channel`, moveBare(rig, room));
    const stock = await several(rig, `${of} stock`, 1, () => move(rig, "stock", plainOne));
    const whole = (all: readonly Moved[]) =>
      middle(all, ({ arrival }) => since(arrival.linked, arrival.whole));
    const large = messages === 100_000;
    rows.push(
      row({
        what: `${of} from link to whole document`,
        unit: "ms",
        ours: whole(ours),
        published: whole(stock),
      }),
      row({
        what: `${of} the same, against its bytes alone`,
        unit: "ms",
        ours: whole(ours),
        published: bare,
        against: "bare channel",
        ...(large && { budget: { of: "ratio", atMost: 2.5 } }),
        why:
          "the bytes are here at half this time; what remains is one SHA-256 of each record and one of its id (GT1, in a " +
          "worker) and Yjs taking each in, while the sender, too, has its share of the same cores",
      }),
      row({
        what: `${of} from link to latest screenful`,
        unit: "ms",
        ours: middle(ours, ({ arrival }) => since(arrival.linked, arrival.screenful)),
        published: middle(stock, ({ arrival }) => since(arrival.linked, arrival.screenful)),
        budget: { of: "ours", atMost: 500 },
      }),
      row({
        what: `${of} from link to all verified, in order`,
        unit: "ms",
        ours: middle(ours, ({ arrival }) => since(arrival.linked, arrival.shown)),
        published: "verifies nothing",
      }),
      row({
        what: `${of} bytes received, of the document`,
        unit: "×",
        ours: middle(ours, ({ traffic }) => traffic.bytes / room.bytes),
        published: stock[0]?.arrival.whole == null ? null : stock[0].traffic.bytes / plainOne.bytes,
        budget: { of: "ours", atMost: 1.05 },
      }),
      row({
        what: `${of} bytes sent back`,
        unit: "bytes",
        ours: middle(ours, ({ traffic }) => traffic.sentBytes),
        published: stock[0]?.traffic.sentBytes ?? null,
      }),
    );
  }
};
