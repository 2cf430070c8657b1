// One newcomer to a room of 8 and of 16: bytes of history until everything is there, and what signaling delivers for it.

import { gather, type Kind } from "../crowd.ts";
import type { Rig } from "../rig.ts";
import { plain, signed, type MadeRoom } from "../rooms.ts";
import { row, type Row } from "../table.ts";

const crowds = [8, 16];
const sizes = [1000, 10_000];
const formMs = 60_000;
const wholeMs = { ours: 40_000, stock: 20_000 };
/** Stragglers of signaling, and what goes back. */
const afterwardsMs = 3000;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

type Joined = Readonly<{
  /** Links of the members before the newcomer came, of all there could be. */
  formed: boolean;
  bytes: number;
  sentBytes: number;
  whole: boolean;
  wholeMs: number | null;
  linkedMs: number | null;
  deliveries: number;
}>;

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
    bytes: traffic.bytes,
    sentBytes: traffic.sentBytes,
    whole: arrival.whole !== null,
    wholeMs: arrival.whole === null ? null : arrival.whole - arrival.joined,
    linkedMs: linked === null ? null : linked - arrival.joined,
    deliveries: after - before,
  };
};

export const join = async (rig: Rig, most: number, rows: Row[]): Promise<void> => {
  for (const people of crowds.filter((count) => count <= most)) {
    for (const messages of sizes) {
      const [room, plainOne] = [signed(messages), plain(messages)];
      const ours = await joinOne(rig, "ours", people, room);
      const stock = await joinOne(rig, "stock", people, plainOne);
      const of = `newcomer to ${people - 1}, ${messages / 1000} k:`;
      rows.push(
        row({
          what: `${of} bytes received, of the document`,
          unit: "×",
          ours: ours.whole ? ours.bytes / room.bytes : null,
          published: stock.whole ? stock.bytes / plainOne.bytes : null,
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
