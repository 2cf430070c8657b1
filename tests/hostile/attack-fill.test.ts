// One address that takes up what is meant for all: places in a topic, places on the list of public rooms.

import { describe, expect, test } from "vitest";
import { publicRoomKeys } from "../../src/room/public-topic.ts";
import type { Host, HostOptions } from "../../signaling/server.ts";
import { connect, startHost, type Person } from "../unit/signaling/support.ts";

/** People of several addresses: here a proxy says who they are. */
const startFor = (limits: HostOptions["limits"] = {}): Promise<Host> =>
  startHost({ trustProxy: true, limits });

const joinFrom = async (host: Host, address: string, ...topics: string[]): Promise<Person> => {
  const person = await connect(host, { headers: { "x-forwarded-for": address } });
  person.subscribe(...topics);
  await person.settled();
  return person;
};

const hears = async (speaker: Person, listener: Person): Promise<boolean> => {
  speaker.publish("room", "hello");
  await speaker.settled();
  await listener.settled();
  return listener.received.splice(0).some(({ data }) => data === "hello");
};

const topicOf = (name: string): string => publicRoomKeys(name).topicName;

const list = async (person: Person, name: string): Promise<void> => {
  person.say({ type: "list", name });
  await person.settled();
};

const listed = async (host: Host): Promise<string[]> => {
  const answer = (await (await fetch(`http://127.0.0.1:${host.port}/rooms`)).json()) as {
    rooms: { name: string }[];
  };
  return answer.rooms.map(({ name }) => name);
};

const mallory = "192.0.2.66";

describe("a full topic", () => {
  test("[SG3] one address cannot shut the others out: its newest socket gives way", async () => {
    const host = await startFor({ maxSubscribersPerTopic: 4 });
    const crowd: Person[] = [];
    for (let i = 0; i < 4; i++) crowd.push(await joinFrom(host, mallory, "room"));
    const ada = await joinFrom(host, "192.0.2.1", "room");
    const bela = await joinFrom(host, "192.0.2.2", "room");
    expect(host.counters["gave-way"]).toBe(2);
    expect(await hears(ada, bela)).toBe(true);
    const [first, second, third, fourth] = crowd as [Person, Person, Person, Person];
    await Promise.all(crowd.map((person) => person.settled()));
    const had = crowd.map((person) => person.received.splice(0).length);
    expect(had).toEqual([1, 1, 0, 0]);
    // Nor does it come back in by asking again.
    for (const person of [third, fourth]) {
      person.subscribe("room");
      await person.settled();
    }
    expect(host.counters["topic-full"]).toBe(2);
    expect(await hears(ada, bela)).toBe(true);
    expect(await hears(first, second)).toBe(true);
  });

  test("[SG3] a school behind one NAT keeps its places while nobody else needs them", async () => {
    const host = await startFor({ maxSubscribersPerTopic: 4 });
    for (let i = 0; i < 3; i++) await joinFrom(host, "192.0.2.9", "room");
    await joinFrom(host, "192.0.2.1", "room");
    expect(host.counters["gave-way"]).toBe(0);
    expect(host.counters["topic-full"]).toBe(0);
  });

  test("[SG3] nobody gives way to an address that would then have more than theirs", async () => {
    const host = await startFor({ maxSubscribersPerTopic: 4 });
    for (const address of ["192.0.2.1", "192.0.2.1", "192.0.2.2", "192.0.2.2"]) {
      await joinFrom(host, address, "room");
    }
    await joinFrom(host, "192.0.2.1", "room");
    expect(host.counters["topic-full"]).toBe(1);
    await joinFrom(host, "192.0.2.3", "room");
    await joinFrom(host, "192.0.2.3", "room");
    expect(host.counters["gave-way"]).toBe(1);
    expect(host.counters["topic-full"]).toBe(2);
  });

  test("[SG3] an IPv6 customer is one address", async () => {
    const host = await startFor({ maxSubscribersPerTopic: 2 });
    for (const end of [1, 2]) await joinFrom(host, `2001:db8::${end}`, "room");
    await joinFrom(host, "2001:db8::3", "room");
    expect(host.counters["topic-full"]).toBe(1);
    await joinFrom(host, "2001:db8:0:1::1", "room");
    expect(host.counters["gave-way"]).toBe(1);
  });
});

describe("a full list of public rooms", () => {
  test("[SG3][SG8] one address lists only so many rooms, so others find room for theirs", async () => {
    const host = await startFor({ maxListings: 4, maxListingsPerAddress: 2, maxListingsPerSocket: 2 });
    const names = ["m1", "m2", "m3", "m4"];
    const topics = names.map(topicOf);
    const [one, two] = [await joinFrom(host, mallory, ...topics), await joinFrom(host, mallory, ...topics)];
    for (const name of names.slice(0, 2)) await list(one, name);
    for (const name of names.slice(2)) await list(two, name);
    expect(host.counters["too-many-listings-of-address"]).toBe(2);
    const ada = await joinFrom(host, "192.0.2.1", topicOf("Dhaka"));
    await list(ada, "Dhaka");
    expect((await listed(host)).sort()).toEqual(["Dhaka", "m1", "m2"]);
  });

  test("[SG3][SG8] a socket that leaves a room which another one holds frees no listing of the address", async () => {
    const host = await startFor({ maxListingsPerAddress: 1 });
    const topics = ["m1", "m2"].map(topicOf);
    await joinFrom(host, mallory, ...topics);
    const one = await joinFrom(host, mallory, ...topics);
    await list(one, "m1");
    one.say({ type: "unsubscribe", topics: [topicOf("m1")] });
    await list(one, "m2");
    expect(await listed(host)).toEqual(["m1"]);
  });

  test("[SG3][SG8] many at once are counted like one after the other", async () => {
    const host = await startFor({ maxListingsPerAddress: 2 });
    const names = ["m1", "m2", "m3", "m4"];
    const one = await joinFrom(host, mallory, ...names.map(topicOf));
    for (const name of names) one.say({ type: "list", name });
    await one.settled();
    expect(await listed(host)).toEqual(["m1", "m2"]);
  });

  test("[SG8] the place is free again when the room is empty; a room that is listed already takes none", async () => {
    const host = await startFor({ maxListingsPerAddress: 1 });
    const ada = await joinFrom(host, "192.0.2.1", ...["a", "b"].map(topicOf));
    const bela = await joinFrom(host, "192.0.2.2", ...["a", "c"].map(topicOf));
    await list(ada, "a");
    await list(bela, "a");
    await list(bela, "c");
    expect((await listed(host)).sort()).toEqual(["a", "c"]);
    for (const person of [ada, bela]) {
      person.say({ type: "unsubscribe", topics: [topicOf("a")] });
      await person.settled();
    }
    await list(ada, "b");
    expect((await listed(host)).sort()).toEqual(["b", "c"]);
    expect(host.counters["too-many-listings-of-address"]).toBe(0);
  });
});
