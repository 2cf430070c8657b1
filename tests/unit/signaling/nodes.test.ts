import { describe, expect, test } from "vitest";
import { createMemoryHub } from "../../../signaling/memory-bus.ts";
import { join, startHost } from "./support.ts";

describe("two nodes on one bus", () => {
  test("[SG5] a topic is one topic, `to` included", async () => {
    const hub = createMemoryHub();
    const [one, two] = [await startHost({ bus: hub.connect() }), await startHost({ bus: hub.connect() })];
    const [ada, bela, cem] = [await join(one, "room"), await join(two, "room"), await join(two, "room")];
    bela.publish("room", { type: "announce", from: "bela" });
    expect((await ada.next()).data).toEqual({ type: "announce", from: "bela" });
    await cem.next();
    const signal = { type: "signal", from: "ada", to: "bela" };
    ada.publish("room", signal);
    expect((await bela.next()).data).toEqual(signal);
    await cem.settled();
    expect(cem.received).toEqual([]);
  });
});
