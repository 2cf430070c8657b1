// Whom the bulk is asked of, one peer at a time (MS2): each clause by itself, on links that only write down what is said.

import { VirtualTime } from "../../../support/virtual-time.ts";
import { expect, onTestFinished, test } from "vitest";
import { Link, type Message } from "../../../../src/net/link/link.ts";
import { History } from "../../../../src/net/sync/history.ts";
import type { AuthorId } from "../../../../src/room/ids.ts";
import { parseMessage } from "../../../../src/net/link/message-bytes.ts";
import { createRoom } from "../../../support/room.ts";

const kilobyte = 1024;

class Asked {
  readonly link: Link;
  readonly said: Message["type"][] = [];
  request = 0;

  constructor(peerId: string) {
    const lane = {
      send: (bytes: Uint8Array) => {
        const message = parseMessage(bytes);
        if (
          message === null ||
          message.type === "hello" ||
          message.type === "ready" ||
          message.type === "unknown"
        )
          return;
        if (message.type !== "credit") this.said.push(message.type);
        if (message.type === "ask") this.request = message.request;
      },
      ready: () => Promise.resolve(),
    };
    this.link = new Link({
      peerId,
      author: peerId as AuthorId,
      features: [],
      awarenessId: 1,
      relayed: false,
      canBeDirect: true,
      live: lane,
      bulk: lane,
      onMessage: () => undefined,
      onMalformed: () => undefined,
    });
  }

  get asks(): number {
    return this.said.filter((type) => type === "ask").length;
  }
}

const start = () => {
  const time = VirtualTime.start();
  const room = createRoom();
  const history = new History(room.context, () => undefined);
  onTestFinished(() => {
    history.close();
    room.ledger.close();
  });
  const peers = ["ada", "bela", "carol"].map((name) => new Asked(name)) as [Asked, Asked, Asked];
  const slice = ({ link, request }: Asked, bytes: number, isNew = true): void => {
    const update = new Uint8Array(bytes);
    const message = { type: "slice", request, epoch: 0, done: 1, total: 9, update } as const;
    if (history.arrive(link, message)) history.onSlice(link, message, isNew);
  };
  /** Sends so much every second for so long. */
  const feed = async (peer: Asked, seconds: number, bytes: number, isNew = true): Promise<void> => {
    for (let i = 0; i < seconds; i++) {
      slice(peer, bytes, isNew);
      await time.pass(1000);
    }
  };
  return { time, history, peers, feed, slice };
};

test("[MS2] one peer is asked at a time, the next when it is done", () => {
  const { history, peers } = start();
  const [ada, bela, carol] = peers;
  for (const { link } of peers) history.want(link);
  history.want(ada.link);
  expect(peers.map(({ asks }) => asks)).toEqual([1, 0, 0]);
  history.drop(bela.link);
  expect([history.accepts(ada.link, ada.request), history.accepts(ada.link, ada.request + 1)]).toEqual([
    true,
    false,
  ]);
  expect(history.accepts(carol.link, ada.request)).toBe(false);
  history.onDone();
  expect(peers.map(({ asks }) => asks)).toEqual([1, 0, 1]);
  history.drop(carol.link);
  expect(history.active).toBe(false);
});

test("[MS2] one that sends nothing for 5 s is passed over for another, and told", async () => {
  const { time, history, peers } = start();
  const [ada, bela] = peers;
  for (const { link } of [ada, bela]) history.want(link);
  await time.pass(4900);
  expect([ada.said, bela.said]).toEqual([["ask"], []]);
  await time.pass(300);
  expect([ada.said, bela.said]).toEqual([["ask", "enough"], ["ask"]]);
});

test("[MS2] what is sent but not new is nothing", async () => {
  const { history, peers, feed } = start();
  const [ada, bela] = peers;
  for (const { link } of [ada, bela]) history.want(link);
  await feed(ada, 4, 100 * kilobyte, false);
  expect(bela.asks).toBe(0);
  await feed(ada, 2, 100 * kilobyte, false);
  expect(bela.asks).toBe(1);
});

test("[MS2] one slower than 64 KiB in 10 s is passed over while others wait; who is fast enough is not", async () => {
  const { history, peers, feed } = start();
  const [ada, bela, carol] = peers;
  for (const { link } of peers) history.want(link);
  await feed(ada, 9, 6 * kilobyte);
  expect(bela.asks).toBe(0);
  await feed(ada, 2, 6 * kilobyte);
  expect([ada.said, bela.asks]).toEqual([["ask", "enough"], 1]);
  await feed(bela, 30, 8 * kilobyte);
  expect([bela.said, carol.asks]).toEqual([["ask"], 0]);
});

test("[MS2] a slow one nobody else waits behind goes on, but nothing waits for it", async () => {
  const { history, peers, feed } = start();
  const [ada, bela] = peers;
  history.want(ada.link);
  await feed(ada, 9, kilobyte);
  expect(history.active).toBe(true);
  await feed(ada, 3, kilobyte);
  expect([ada.said, history.active]).toEqual([["ask"], false]);
  history.want(bela.link);
  await feed(ada, 1, kilobyte);
  expect([ada.said, bela.asks]).toEqual([["ask", "enough"], 1]);
});

test("[MS2] a turn has an end, however much comes: 60 s, while others wait", async () => {
  const { history, peers, feed } = start();
  const [ada, bela] = peers;
  for (const { link } of [ada, bela]) history.want(link);
  await feed(ada, 59, 100 * kilobyte);
  expect(bela.asks).toBe(0);
  await feed(ada, 2, 100 * kilobyte);
  expect([ada.said, bela.asks]).toEqual([["ask", "enough"], 1]);
});

test("[MS2] no history that repair waits for takes longer than ten minutes", async () => {
  const { history, peers, feed } = start();
  const [ada] = peers;
  history.want(ada.link);
  await feed(ada, 598, 100 * kilobyte);
  expect([history.active, ada.said]).toEqual([true, ["ask"]]);
  await feed(ada, 4, 100 * kilobyte);
  expect([history.active, ada.said]).toEqual([false, ["ask"]]);
});

test("[MS2] passed over three times while another waits, a peer is asked no more", async () => {
  const { time, history, peers, feed } = start();
  const [ada, bela] = peers;
  for (let times = 1; times <= 3; times++) {
    // Asked because it asked to be, then because it was only put off: it sends nothing, and bela always waits.
    if (times === 1) history.want(ada.link);
    await time.until(() => ada.asks === times, 20_000, `asked ${times} times`);
    history.want(bela.link);
    await time.until(() => ada.said.filter((type) => type === "enough").length === times, 20_000);
    await feed(bela, 1, 100 * kilobyte);
    history.onDone();
  }
  await time.pass(60_000);
  expect(ada.asks).toBe(3);
});

test("[MS2] with nobody else to ask, even that one is asked again and again", async () => {
  const { time, history, peers } = start();
  const [ada] = peers;
  history.want(ada.link);
  await time.pass(60_000);
  expect(ada.asks).toBeGreaterThanOrEqual(5);
});

test("[MS2] progress is the answerer's, while more than one slice is to come", async () => {
  const { time, history, peers, slice } = start();
  const [ada] = peers;
  history.want(ada.link);
  expect(history.progress).toBeNull();
  slice(ada, kilobyte);
  expect(history.progress).toBeCloseTo(1 / 9);
  ada.link.close();
  history.drop(ada.link);
  history.want(ada.link);
  await time.pass(1000);
  expect([history.progress, ada.asks]).toEqual([null, 1]);
});

test("[MS2] what comes beyond the credit, or to another question, was not asked for", () => {
  const { history, peers } = start();
  const [ada] = peers;
  history.want(ada.link);
  const slice = (request: number, kilobytes: number, done = 1) =>
    ({
      type: "slice",
      request,
      epoch: 0,
      done,
      total: 9,
      update: new Uint8Array(kilobytes * kilobyte),
    }) as const;
  expect(history.arrive(ada.link, slice(ada.request + 1, 1))).toBe(false);
  let came = 0;
  while (came < 5000 && history.arrive(ada.link, slice(ada.request, 64))) came += 64;
  expect(came).toBe(1280); // a megabyte and what was begun
  for (let i = 0; i < 20; i++) history.onSlice(ada.link, slice(ada.request, 64), true);
  expect(history.arrive(ada.link, slice(ada.request, 64))).toBe(true);
});

test("[MS2] while something waits to be verified here, the other is not called slow", async () => {
  const { time, history, peers } = start();
  const [ada, bela] = peers;
  for (const { link } of [ada, bela]) history.want(link);
  const update = new Uint8Array(64 * kilobyte);
  const message = { type: "slice", request: ada.request, epoch: 0, done: 1, total: 9, update } as const;
  history.arrive(ada.link, message);
  await time.pass(20_000);
  expect(bela.asks).toBe(0);
  history.onSlice(ada.link, message, true);
  await time.pass(6000);
  expect(bela.asks).toBe(1);
});

test.each(["more than the total that was said first", "a forged slice"])("[MS2] %s ends a turn", (end) => {
  const { history, peers } = start();
  const [ada, bela] = peers;
  for (const { link } of [ada, bela]) history.want(link);
  const slice = (done: number, total: number) =>
    ({ type: "slice", request: ada.request, epoch: 0, done, total, update: new Uint8Array(9) }) as const;
  history.onSlice(ada.link, slice(5, 9), true);
  expect(bela.asks).toBe(0);
  if (end === "a forged slice") history.onBadSlice(ada.link, slice(6, 9));
  else history.onSlice(ada.link, slice(10, 20), true);
  expect([ada.said, bela.asks]).toEqual([["ask", "enough"], 1]);
});
