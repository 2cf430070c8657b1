// One newcomer to a room of 8 and of 16: bytes of history until everything is there, and what signaling delivers for it.

import { gather, type Kind } from "../crowd.ts";
import type { Rig } from "../rig.ts";
import { plain, signed, type MadeRoom } from "../rooms.ts";
import { row, type Measured, type Row } from "../table.ts";
import { orNull, pause } from "../within.ts";

const crowds = [8, 16];
const sizes = [1000, 10_000];
const formMs = 60_000;
const wholeMs = { ours: 40_000, stock: 20_000 };
/** Stragglers of signaling, and what goes back. */
const afterwardsMs = 3000;
const joinMs = 150_000;

type Joined = Readonly<{
  /** Links of the members before the newcomer came, of all there could be. */
  formed: boolean;
  /** null: the whole never came. */
  bytes: Measured;
  sentBytes: Measured;
  wholeMs: Measured;
  linkedMs: Measured;
  deliveries: Measured;
}>;

const absent: Joined = {
  formed: false,
  bytes: null,
  sentBytes: null,
  wholeMs: null,
  linkedMs: null,
  deliveries: null,
};

const joinOne = async (rig: Rig, kind: Kind, people: number, room: MadeRoom): Promise<Joined> => {
  const newcomer = people - 1;
  const crowd = await gather(rig, { kind, people, roomOf: (index) => (index === newcomer ? null : room) });
  const members = Array.from({ length: newcomer }, (_, index) => index);
  await crowd.all("join", [], members);
  const formed = await crowd.all("whenLinked", [newcomer - 1, formMs], members);
  await pause(afterwardsMs);
  const deliveries = async (): Promise<number> =>
    (await crowd.all("traffic", [])).reduce((sum, one) => sum + one.deliveries, 0);
  const before = await deliveries();
  await crowd.call(newcomer, "join");
  const deadline = kind === "ours" ? wholeMs.ours : wholeMs.stock;
  const [arrival, linked] = await Promise.all([
    crowd.call(newcomer, "whenWhole", room.entries, room.messages, deadline),
    crowd.call(newcomer, "whenLinked", newcomer, deadline),
  ]);
  await pause(afterwardsMs);
  const traffic = await crowd.call(newcomer, "traffic");
  const after = await deliveries();
  await crowd.close();
  return {
    formed: formed.every((at) => at !== null),
    bytes: arrival.whole === null ? null : traffic.bytes,
    sentBytes: traffic.sentBytes,
    wholeMs: arrival.whole === null ? null : arrival.whole - arrival.joined,
    linkedMs: linked === null ? null : linked - arrival.joined,
    deliveries: after - before,
  };
};

export const join = async (rig: Rig, most: number, rows: Row[]): Promise<void> => {
  const run = async (kind: Kind, people: number, room: MadeRoom): Promise<Joined> => {
    const what = `newcomer to ${people - 1}, ${room.messages / 1000} k, ${kind}`;
    const joined = await orNull(joinMs, what, joinOne(rig, kind, people, room));
    await rig.closeBrowsers();
    return joined ?? absent;
  };
  for (const people of crowds.filter((count) => count <= most)) {
    for (const messages of sizes) {
      const [room, plainOne] = [signed(messages), plain(messages)];
      const ours = await run("ours", people, room);
      const stock = await run("stock", people, plainOne);
      const of = `newcomer to ${people - 1}, ${messages / 1000} k:`;
      rows.push(
        row({
          what: `${of} bytes received, of the document`,
          unit: "×",
          ours: ours.bytes === null ? null : ours.bytes / room.bytes,
          published: stock.bytes === null ? null : stock.bytes / plainOne.bytes,
          budget: { of: "ours", atMost: 1.05 },
        }),
        row({
          what: `${of} bytes sent back`,
          unit: "bytes",
          ours: ours.sentBytes,
          published: stock.sentBytes,
        }),
        row({
          what: `${of} from joining to whole document`,
          unit: "ms",
          ours: ours.wholeMs,
          published: stock.wholeMs,
        }),
      );
      if (messages !== sizes[0]) continue;
      rows.push(
        row({
          what: `newcomer to ${people - 1}: linked with all`,
          unit: "ms",
          ours: ours.linkedMs,
          published: stock.linkedMs,
        }),
        row({
          what: `newcomer to ${people - 1}: signaling deliveries`,
          unit: "",
          ours: ours.formed ? ours.deliveries : null,
          published: stock.formed ? stock.deliveries : `${stock.deliveries}, never all linked`,
          ...(people === 16 && { budget: { of: "ours", atMost: 150 } }),
        }),
      );
    }
  }
};
