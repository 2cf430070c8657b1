import { describe, expect, test } from "vitest";
import type { Host } from "../../../signaling/server.ts";
import { publicRoomKeys } from "../../../src/room/public-topic.ts";
import { join, startHost, type Person } from "./support.ts";

const topicOf = (name: string): string => publicRoomKeys(name).topicName;

const rooms = async (host: Host): Promise<unknown> =>
  ((await (await fetch(`http://127.0.0.1:${host.port}/rooms`)).json()) as { rooms: unknown }).rooms;

const list = async (person: Person, name: string): Promise<void> => {
  person.say({ type: "list", name });
  await person.settled();
};

describe("directory", () => {
  test("[SG8] a subscriber lists the room; it stands with its true number while anyone is there", async () => {
    const host = await startHost();
    const topic = topicOf("ঢাকা আড্ডা");
    const [ada, bela] = [await join(host, topic), await join(host, topic)];
    expect(await rooms(host)).toEqual([]);
    await list(ada, "ঢাকা আড্ডা");
    await list(ada, "ঢাকা আড্ডা");
    expect(await rooms(host)).toEqual([{ name: "ঢাকা আড্ডা", people: 2 }]);
    ada.say({ type: "unsubscribe", topics: [topic] });
    await ada.settled();
    expect(await rooms(host)).toEqual([{ name: "ঢাকা আড্ডা", people: 1 }]);
    bela.say({ type: "unsubscribe", topics: [topic] });
    await bela.settled();
    expect(await rooms(host)).toEqual([]);
    // Listed again by who comes back.
    ada.subscribe(topic);
    await list(ada, "ঢাকা আড্ডা");
    expect(await rooms(host)).toEqual([{ name: "ঢাকা আড্ডা", people: 1 }]);
  });

  test("[SG8] a socket that drops leaves the list", async () => {
    const host = await startHost();
    const ada = await join(host, topicOf("Dhaka"));
    await list(ada, "Dhaka");
    ada.socket.terminate();
    await ada.closed;
    await join(host, "something else");
    expect(await rooms(host)).toEqual([]);
  });

  test("[SG8] nobody lists a room they are not in", async () => {
    const host = await startHost();
    const [mallory] = [await join(host, topicOf("Mallory's"), "Dhaka"), await join(host, topicOf("Dhaka"))];
    await list(mallory, "Dhaka");
    expect(await rooms(host)).toEqual([]);
    expect(host.counters["not-subscribed"]).toBe(1);
  });

  test("[SG8][LK6] spellings of one name are one room, shown as first listed and tidied", async () => {
    const host = await startHost();
    const [ada, bela] = [await join(host, topicOf("dhaka talk")), await join(host, topicOf("DHAKA  talk"))];
    await list(ada, "  Dhaka\n\u202etalk ");
    await list(bela, "DHAKA TALK");
    expect(await rooms(host)).toEqual([{ name: "Dhaka talk", people: 2 }]);
  });

  test("[SG8][LK6] a name of nothing visible is not listed", async () => {
    const host = await startHost();
    const ada = await join(host, topicOf("\u2800"));
    await list(ada, "\u2800");
    expect([await rooms(host), host.counters["bad-name"]]).toEqual([[], 1]);
  });

  test("[SG8] the list is bounded, per socket and in all, and shows the fullest first", async () => {
    const host = await startHost({ limits: { maxListingsPerSocket: 2, maxListings: 3, maxRoomsShown: 2 } });
    const names = ["a", "b", "c", "d", "e"];
    const [ada, bela] = [
      await join(host, ...names.map(topicOf)),
      await join(host, ...names.slice(2).map(topicOf)),
    ];
    for (const name of names) await list(ada, name);
    expect(host.counters["too-many-listings"]).toBe(3);
    for (const name of names.slice(2)) await list(bela, name);
    expect(host.counters["directory-full"]).toBe(2);
    expect(await rooms(host)).toEqual([
      { name: "c", people: 2 },
      { name: "a", people: 1 },
    ]);
  });
});
