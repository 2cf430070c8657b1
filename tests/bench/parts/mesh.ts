// A room of 4, 8, 16 and 24: time to full mesh when all come at once, then a message now and then: copies and bytes of each
// at every peer, and how long until the others could show it. Against y-webrtc, and a server that broadcasts (as Socket.IO).

import { gather, type Kind } from "../crowd.ts";
import type { Rig } from "../rig.ts";
import { quantile, row, type Measured, type Row } from "../table.ts";
import { orNull, pause } from "../within.ts";

const crowds = [4, 8, 16, 24];
const formMs = 60_000;
const settleMs = 3000;
const messages = 48;
const everyMs = 150;
/** After the last one was sent. */
const arriveMs = 15_000;
const talkMs = 120_000;

type Talked = Readonly<{
  formedMs: Measured;
  /** Links that stood when the time was up, of all. */
  links: string;
  copies: Measured;
  bytes: Measured;
  median: Measured;
  worst: Measured;
  lost: number;
}>;

const silent: Talked = {
  formedMs: null,
  links: "failed",
  copies: null,
  bytes: null,
  median: null,
  worst: null,
  lost: 0,
};

const talk = async (rig: Rig, kind: Kind, people: number): Promise<Talked> => {
  const crowd = await gather(rig, { kind, people });
  const began = performance.timeOrigin + performance.now();
  await crowd.all("join", []);
  const linked = await crowd.all("whenLinked", [people - 1, formMs]);
  const links = (await crowd.all("links", [])).reduce((sum, count) => sum + count, 0) / 2;
  await pause(settleMs);
  const before = await crowd.all("traffic", []);
  const sent = new Map<string, number>();
  for (let n = 0; n < messages; n++) {
    const author = n % people;
    const [at] = await Promise.all([crowd.call(author, "send", n), pause(everyMs)]);
    sent.set(`${author}:${n}`, at);
  }
  const own = (index: number): number => [...sent.keys()].filter((key) => key.startsWith(`${index}:`)).length;
  const arrivals = await Promise.all(
    before.map((_, index) => crowd.call(index, "whenArrived", messages - own(index), arriveMs)),
  );
  const delays = arrivals.flatMap((ones) => ones.map(([key, at]) => at - (sent.get(key) ?? at)));
  const after = await crowd.all("traffic", []);
  const grown = (of: "marked" | "markedBytes"): number =>
    after.reduce((sum, one, index) => sum + one[of] - (before[index]?.[of] ?? 0), 0);
  await crowd.close();
  return {
    formedMs: linked.includes(null) ? null : Math.max(...(linked as number[])) - began,
    links: `${links} of ${(people * (people - 1)) / 2} links`,
    copies: grown("marked") / (messages * (people - 1)),
    bytes: grown("markedBytes") / (messages * people),
    median: quantile(delays, 0.5),
    worst: quantile(delays, 0.99),
    lost: messages * (people - 1) - delays.length,
  };
};

/** Measured in the pages: 2.5 ms to sign, write and hand out; 0.6 ms from arrival to shown; the rest is between. */
const why =
  "most of it is spent in the browser between send and receive: 23 encrypted channels a message, all their ends on this " +
  "machine's cores, where the server has one plain copy each; signing and verifying take a third of the median";

export const mesh = async (rig: Rig, most: number, rows: Row[]): Promise<void> => {
  const run = async (kind: Kind, people: number): Promise<Talked> => {
    const talked = await orNull(talkMs, `mesh of ${people}, ${kind}`, talk(rig, kind, people));
    await rig.closeBrowsers();
    return talked ?? silent;
  };
  for (const people of crowds.filter((count) => count <= most)) {
    const ours = await run("ours", people);
    const stock = await run("stock", people);
    const server = await run("broadcast", people);
    const large = people === 24;
    const of = `mesh of ${people}:`;
    const delay = { unit: "ms", against: "WebSocket broadcast" } as const;
    rows.push(
      row({
        what: `${of} all at once to full mesh`,
        unit: "ms",
        ours: ours.formedMs,
        published: stock.formedMs,
        missing: `never (${stock.links})`,
      }),
      row({
        what: `${of} copies of a message per peer`,
        unit: "",
        ours: ours.copies,
        published: stock.copies,
        ...(large && { budget: { of: "ours", atMost: 1.1 } }),
      }),
      row({ what: `${of} bytes of it per peer`, unit: "bytes", ours: ours.bytes, published: stock.bytes }),
      row({ what: `${of} median delivery`, unit: "ms", ours: ours.median, published: stock.median }),
      row({ what: `${of} 99th percentile`, unit: "ms", ours: ours.worst, published: stock.worst }),
      row({
        what: `${of} median delivery`,
        ...delay,
        ours: ours.median,
        published: server.median,
        ...(large && { budget: { of: "ratio", atMost: 1.5 } }),
        why,
      }),
      row({
        what: `${of} 99th percentile`,
        ...delay,
        ours: ours.worst,
        published: server.worst,
        ...(large && { budget: { of: "ratio", atMost: 1 } }),
        why,
      }),
    );
    if (ours.lost + stock.lost > 0)
      rows.push(
        row({ what: `${of} not delivered in time`, unit: "", ours: ours.lost, published: stock.lost }),
      );
  }
};
