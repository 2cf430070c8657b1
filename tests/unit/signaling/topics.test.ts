import { describe, expect, test } from "vitest";
import { connect, join, startHost } from "./support.ts";

const announce = (from: string): unknown => ({ type: "announce", from });
const signal = (from: string, to: string): unknown => ({
  type: "signal",
  from,
  to,
  signal: { type: "k", d: "…" },
});

describe("topics", () => {
  test("[SG2] a publish reaches everyone else in the topic, with the number of subscribers, and nobody outside", async () => {
    const host = await startHost();
    const [ada, bela, cem, outsider] = [
      await join(host, "room"),
      await join(host, "room"),
      await join(host, "room"),
      await join(host, "another room"),
    ];
    ada.publish("room", announce("ada"));
    const heard = await bela.next();
    expect(heard).toEqual({ type: "publish", topic: "room", data: announce("ada"), clients: 3 });
    expect(await cem.next()).toEqual(heard);
    await Promise.all([ada.settled(), outsider.settled()]);
    expect(ada.received).toEqual([]); // no echo
    expect(outsider.received).toEqual([]);
  });

  test("[SG2] a publish with `to` reaches only the socket that has used that id", async () => {
    const host = await startHost();
    const [ada, bela, cem] = [await join(host, "room"), await join(host, "room"), await join(host, "room")];
    bela.publish("room", announce("bela"));
    await ada.next();
    await cem.next();
    ada.publish("room", signal("ada", "bela"));
    expect((await bela.next()).data).toEqual(signal("ada", "bela"));
    // Ada has never announced herself: her signal was enough.
    bela.publish("room", signal("bela", "ada"));
    expect((await ada.next()).data).toEqual(signal("bela", "ada"));
    await cem.settled();
    expect(cem.received).toEqual([]);
  });

  test("[SG2] a signal to nobody is counted, not broadcast", async () => {
    const host = await startHost();
    const [ada, bela] = [await join(host, "room"), await join(host, "room")];
    ada.publish("room", signal("ada", "nobody"));
    await ada.settled();
    await bela.settled();
    expect(bela.received).toEqual([]);
    expect(host.counters["no-such-peer"]).toBe(1);
  });

  test("[SG2] a second claimant of an id can listen, not steer", async () => {
    const host = await startHost();
    const [ada, bela, mallory] = [
      await join(host, "room"),
      await join(host, "room"),
      await join(host, "room"),
    ];
    bela.publish("room", announce("bela"));
    await mallory.next();
    mallory.publish("room", announce("bela"));
    await mallory.settled();
    ada.publish("room", signal("ada", "bela"));
    expect((await bela.next(({ data }) => (data as { to?: string }).to === "bela")).data).toEqual(
      signal("ada", "bela"),
    );
    mallory.socket.terminate();
    await mallory.closed;
    ada.publish("room", signal("ada", "bela"));
    await bela.next(({ data }) => (data as { to?: string }).to === "bela");
  });

  test("[SG2] an id leads to at most four sockets, and the first keep it", async () => {
    const host = await startHost();
    const bela = await join(host, "room");
    bela.publish("room", announce("bela"));
    await bela.settled();
    const crowd = await Promise.all(Array.from({ length: 6 }, () => join(host, "room")));
    for (const mallory of crowd) {
      mallory.publish("room", announce("bela"));
      await mallory.settled();
    }
    const ada = await join(host, "room");
    ada.publish("room", signal("ada", "bela"));
    await ada.settled();
    await Promise.all([bela, ...crowd].map((person) => person.settled()));
    const got = (person: typeof bela): boolean =>
      person.received.some(({ data }) => (data as { to?: string }).to === "bela");
    expect(got(bela)).toBe(true);
    expect(crowd.filter(got)).toHaveLength(3);
    expect(host.counters["id-taken"]).toBe(3);
  });

  test("[SG2] an id is a topic's own: used elsewhere it leads nowhere here", async () => {
    const host = await startHost();
    const [ada, bela] = [await join(host, "one", "two"), await join(host, "one", "two")];
    bela.publish("one", announce("bela"));
    await bela.settled();
    ada.publish("two", signal("ada", "bela"));
    await ada.settled();
    await bela.settled();
    expect(bela.received).toEqual([]);
  });

  test("[SG2] an id is free again when its socket leaves the topic", async () => {
    const host = await startHost();
    const [ada, bela] = [await join(host, "room"), await join(host, "room")];
    bela.publish("room", announce("bela"));
    bela.say({ type: "unsubscribe", topics: ["room"] });
    bela.subscribe("room");
    await bela.settled();
    ada.publish("room", signal("ada", "bela"));
    await ada.settled();
    await bela.settled();
    expect(bela.received).toEqual([]);
  });

  test("[PR3] who has left the topic can still say bye to those in it", async () => {
    const host = await startHost();
    const [ada, bela] = [await join(host, "room"), await join(host, "room")];
    bela.publish("room", announce("bela"));
    await ada.next();
    ada.say({ type: "unsubscribe", topics: ["room"] });
    ada.publish("room", signal("ada", "bela"));
    expect((await bela.next()).data).toEqual(signal("ada", "bela"));
  });

  test("[SG2] with stock's password the data is text: everyone gets it", async () => {
    const host = await startHost();
    const [ada, bela] = [await join(host, "room"), await join(host, "room")];
    ada.publish("room", "c2VhbGVk");
    expect((await bela.next()).data).toBe("c2VhbGVk");
  });

  test("[SG1] nothing is kept of a topic that everyone has left", async () => {
    const host = await startHost();
    const people = [await join(host, "a", "b"), await join(host, "b")];
    expect(host.load()).toEqual({ sockets: 2, topics: 2 });
    for (const person of people) {
      person.socket.terminate();
      await person.closed;
    }
    const late = await connect(host);
    await late.settled();
    expect(host.load()).toEqual({ sockets: 1, topics: 0 });
  });
});
