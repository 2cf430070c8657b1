import { describe, expect, test } from "vitest";
import { defaultLimits } from "../../../signaling/limits.ts";
import { connect, expectAlive, join, refusal, startHost, until } from "./support.ts";

describe("[SG3] limits", () => {
  test("[SG3] a flood is read more slowly, then cut; others go on", async () => {
    const host = await startHost({ limits: { socketRate: 100, socketBurst: 100, maxSocketDebt: 500 } });
    const mallory = await join(host, "room");
    for (let i = 0; i < 5_000; i++) mallory.socket.send("not json");
    await mallory.closed;
    expect(host.counters["too-fast"]).toBe(1);
    await expectAlive(host);
  });

  test("[SG3] an honest burst over the rate is slowed and loses nothing", async () => {
    const host = await startHost({ limits: { socketRate: 2_000, socketBurst: 10 } });
    const [ada, bela] = [await join(host, "room"), await join(host, "room")];
    for (let i = 0; i < 100; i++) ada.publish("room", i);
    for (let i = 0; i < 100; i++) expect((await bela.next()).data).toBe(i);
    expect(host.counters.slowed).toBeGreaterThan(0);
  });

  test("[SG3] while a socket is over its rate, the host does not read it", async () => {
    const host = await startHost({ limits: { socketRate: 0.001, socketBurst: 10 } });
    const [ada, bela, cem] = [await join(host, "room"), await join(host, "room"), await join(host, "room")];
    ada.publish("room", "x".repeat(20_000));
    await bela.next();
    expect(host.counters.slowed).toBe(1);
    ada.publish("room", "unread");
    cem.publish("room", "later");
    expect((await bela.next()).data).toBe("later");
  });

  test("[SG3] sockets of one address share its rate", async () => {
    const limits = { addressRate: 0.001, addressBurst: 3 * defaultLimits.upgradeCost + 50 };
    const host = await startHost({ limits });
    const [ada, bela, cem] = [await join(host, "room"), await join(host, "room"), await join(host, "room")];
    ada.publish("room", "x".repeat(50_000));
    await cem.next();
    bela.publish("room", "hello");
    await cem.next();
    // Bela has said little, and is read no more than Ada.
    expect(host.counters.slowed).toBe(2);
  });

  test("[SG3] a socket holds only so many topics, a topic only so many sockets", async () => {
    const host = await startHost({ limits: { maxTopicsPerSocket: 2, maxSubscribersPerTopic: 2 } });
    const ada = await join(host, "a", "b", "c", "a");
    expect(host.load().topics).toBe(2);
    expect(host.counters["too-many-topics"]).toBe(1);
    await join(host, "a");
    const late = await join(host, "a");
    expect(host.counters["topic-full"]).toBe(1);
    ada.publish("a", "hello");
    await ada.settled();
    await late.settled();
    expect(late.received).toEqual([]);
    // Leaving makes room.
    ada.say({ type: "unsubscribe", topics: ["a"] });
    ada.subscribe("c");
    await ada.settled();
    late.subscribe("a");
    await late.settled();
    expect(host.load().topics).toBe(3);
  });

  test("[SG3] a topic that refused everyone is not kept", async () => {
    const host = await startHost({ limits: { maxSubscribersPerTopic: 0 } });
    await join(host, "a");
    expect(host.load().topics).toBe(0);
  });

  test("[SG3] a socket uses only so many peer ids", async () => {
    const host = await startHost({ limits: { maxPeerIdsPerTopic: 2 } });
    const mallory = await join(host, "room");
    for (const from of ["a", "b", "c"]) mallory.publish("room", { type: "announce", from });
    await mallory.settled();
    expect(host.counters["too-many-ids"]).toBe(1);
  });

  test("[SG3] an address opens only so many sockets; the host holds only so many", async () => {
    const host = await startHost({ limits: { maxSocketsPerAddress: 2 } });
    const [ada] = [await connect(host), await connect(host)];
    expect(await refusal(host, "/signaling")).toBe(429);
    expect(host.counters["too-many-sockets-of-address"]).toBe(1);
    ada?.socket.terminate();
    await until(() => host.load().sockets === 1);
    await connect(host);

    const full = await startHost({ limits: { maxSockets: 0 } });
    expect(await refusal(full, "/signaling")).toBe(503);
    const hasty = await startHost({ limits: { addressBurst: 300, addressRate: 0.001 } });
    await connect(hasty);
    await connect(hasty);
    expect(await refusal(hasty, "/signaling")).toBe(429);
    expect(hasty.counters["too-many-upgrades"]).toBe(1);
  });
});
