// What every bus between host nodes does (SG5). Delivery may take its time: every expectation waits for a message or
// a condition. "Not delivered" is shown by something later, on the same way, that was.

import { expect, onTestFinished, test, vi } from "vitest";
import type { Bus, BusMessage } from "../../signaling/bus.ts";

/** Connects `count` nodes that share topics, and with no other test's. */
export type ConnectNodes = (count: number) => Promise<readonly Bus[]>;

const message = (json: string, to: string | null = null): BusMessage => ({ to, json });

/** Joins and keeps what comes. */
const listen = (bus: Bus, topic: string): { heard: BusMessage[]; stop: () => void } => {
  const heard: BusMessage[] = [];
  return { heard, stop: bus.join(topic, (received) => heard.push(received)) };
};

const people = async (bus: Bus, topic: string): Promise<number | undefined> =>
  (await bus.rooms()).find((room) => room.topic === topic)?.people;

export const busContract = (connectNodes: ConnectNodes): void => {
  const nodes = async (): Promise<[Bus, Bus, Bus]> => {
    const [a, b, c] = await connectNodes(3);
    if (a === undefined || b === undefined || c === undefined) throw new Error("three nodes are needed");
    onTestFinished(async () => {
      await Promise.all([a.close(), b.close(), c.close()]);
    });
    return [a, b, c];
  };

  test("[SG5] a message reaches every other node that has joined its topic, in order, and not its own", async () => {
    const [a, b, c] = await nodes();
    const [atA, atB, atC] = [listen(a, "room"), listen(b, "room"), listen(c, "room")];
    const sent = [message('{"from":"ada"}'), message('"sealed"', "bela"), { to: null, json: null }];
    for (const each of sent) a.publish("room", each);
    await vi.waitFor(() => expect([atB.heard, atC.heard]).toEqual([sent, sent]));
    b.publish("room", message("1"));
    await vi.waitFor(() => expect(atA.heard).toEqual([message("1")]));
  });

  test("[SG5] a message reaches no other topic", async () => {
    const [a, b] = await nodes();
    const [room, other] = [listen(b, "room"), listen(b, "other")];
    a.publish("other", message("1"));
    a.publish("room", message("2"));
    await vi.waitFor(() => expect([other.heard, room.heard]).toEqual([[message("1")], [message("2")]]));
  });

  test("[SG5] topics and names of any text stay apart", async () => {
    const [a, b] = await nodes();
    const topics = ["", "*", "a:b", "a b", "কথা", "__proto__", "a".repeat(256)];
    const heard = topics.map((topic) => listen(b, topic).heard);
    topics.forEach((topic, index) => a.publish(topic, message(String(index))));
    await vi.waitFor(() => expect(heard).toEqual(topics.map((_, index) => [message(String(index))])));
  });

  test("[SG5] a stopped receiver hears no more; another of the same node still does", async () => {
    const [a, b] = await nodes();
    const [stopped, going] = [listen(b, "room"), listen(b, "room")];
    a.publish("room", message("1"));
    await vi.waitFor(() => expect(stopped.heard).toHaveLength(1));
    stopped.stop();
    stopped.stop();
    a.publish("room", message("2"));
    await vi.waitFor(() => expect(going.heard).toHaveLength(2));
    expect(stopped.heard).toHaveLength(1);
  });

  test("[SG8] a named topic is listed on every node with the people of all of them", async () => {
    const [a, b, c] = await nodes();
    a.report("topic", 2);
    b.report("topic", 3);
    a.list("topic", "Dhaka");
    await vi.waitFor(async () =>
      expect(await c.rooms()).toEqual([{ topic: "topic", name: "Dhaka", people: 5 }]),
    );
    a.report("topic", 1);
    await vi.waitFor(async () => expect(await people(b, "topic")).toBe(4));
  });

  test("[SG8] the first name stays while somebody is there, and goes with the last", async () => {
    const [a, b] = await nodes();
    a.report("topic", 1);
    a.list("topic", "Dhaka");
    await vi.waitFor(async () => expect(await b.rooms()).toHaveLength(1));
    b.report("topic", 1);
    b.list("topic", "DHAKA");
    await vi.waitFor(async () => expect(await people(a, "topic")).toBe(2));
    expect((await b.rooms())[0]?.name).toBe("Dhaka");
    a.report("topic", 0);
    await vi.waitFor(async () => expect(await people(a, "topic")).toBe(1));
    b.report("topic", 0);
    await vi.waitFor(async () => expect(await a.rooms()).toEqual([]));
    // Who comes later finds no name left over.
    a.report("topic", 1);
    a.report("sign", 1);
    a.list("sign", "Sign");
    await vi.waitFor(async () => expect((await b.rooms()).map(({ name }) => name)).toEqual(["Sign"]));
  });

  test("[SG8] a topic without people, or without a name, is not listed", async () => {
    const [a, b] = await nodes();
    a.list("empty", "Empty");
    a.report("nameless", 3);
    a.report("sign", 1);
    a.list("sign", "Sign");
    await vi.waitFor(async () => expect((await b.rooms()).map(({ name }) => name)).toEqual(["Sign"]));
  });

  test("[SG5] a node that closes takes its people along, and hears no more", async () => {
    const [a, b, c] = await nodes();
    const [atA, atC] = [listen(a, "room"), listen(c, "room")];
    a.report("one", 1);
    a.list("one", "One");
    a.report("both", 1);
    b.report("both", 2);
    b.list("both", "Both");
    await vi.waitFor(async () => expect(await c.rooms()).toHaveLength(2));
    await a.close();
    await a.close();
    await vi.waitFor(async () =>
      expect(await c.rooms()).toEqual([{ topic: "both", name: "Both", people: 2 }]),
    );
    b.publish("room", message("1"));
    await vi.waitFor(() => expect(atC.heard).toHaveLength(1));
    expect(atA.heard).toEqual([]);
  });
};
