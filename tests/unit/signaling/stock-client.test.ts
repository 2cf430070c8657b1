// A y-webrtc client as published, its signaling untouched; only simple-peer, which needs a browser, is a stand-in.

import { describe, expect, onTestFinished, test, vi } from "vitest";
import { WebSocket } from "ws";
import { WebrtcProvider } from "y-webrtc";
import * as Y from "yjs";
import type { Host } from "../../../signaling/server.ts";
import { join, startHost, type Received } from "./support.ts";

type Handler = (value: unknown) => void;

/** simple-peer's shape: the initiator offers, the other answers what it is offered. */
const FakePeer = vi.hoisted(
  () =>
    class {
      static readonly made: { signalled: unknown[] }[] = [];
      readonly signalled: unknown[] = [];
      readonly #handlers = new Map<string, Handler>();

      constructor({ initiator }: { initiator: boolean }) {
        FakePeer.made.push(this);
        if (initiator) queueMicrotask(() => this.#handlers.get("signal")?.({ type: "offer", sdp: "v=0" }));
      }
      on(event: string, handler: Handler): void {
        this.#handlers.set(event, handler);
      }
      signal(signal: { type: string }): void {
        this.signalled.push(signal);
        if (signal.type === "offer") this.#handlers.get("signal")?.({ type: "answer", sdp: "v=0" });
      }
      send(): void {}
      destroy(): void {}
    },
);

vi.mock("simple-peer/simplepeer.min.js", () => ({ default: FakePeer }));

// For as long as this file runs: a client that was closed may still have a reconnect due.
vi.stubGlobal("WebSocket", WebSocket);

const openStock = (host: Host, room: string, options: object = {}): WebrtcProvider => {
  FakePeer.made.length = 0;
  const signaling = [`ws://127.0.0.1:${host.port}/signaling`];
  const doc = new Y.Doc();
  const provider = new WebrtcProvider(room, doc, { signaling, ...options });
  onTestFinished(() => {
    provider.destroy();
    doc.destroy();
  });
  return provider;
};

const dataOf = (message: Received): Record<string, unknown> => message.data as Record<string, unknown>;

describe("a stock y-webrtc client", () => {
  test("[SG2] announces itself, offers to who announces, and takes the answer meant for it", async () => {
    const host = await startHost();
    const [other, third] = [await join(host, "room"), await join(host, "room")];
    openStock(host, "room");

    const announced = await other.next();
    expect(announced).toMatchObject({
      type: "publish",
      topic: "room",
      clients: 3,
      data: { type: "announce" },
    });
    const stockId = dataOf(announced)["from"];

    other.publish("room", { type: "announce", from: "other" });
    const offer = await other.next();
    expect(dataOf(offer)).toMatchObject({
      type: "signal",
      from: stockId,
      to: "other",
      signal: { type: "offer" },
    });
    other.publish("room", {
      type: "signal",
      from: "other",
      to: stockId,
      signal: { type: "answer", sdp: "v=0" },
    });
    await vi.waitFor(() => expect(FakePeer.made[0]?.signalled).toEqual([{ type: "answer", sdp: "v=0" }]));

    // Who only watches has heard the two announcements, and neither offer nor answer.
    await third.settled();
    expect(third.received.map((message) => dataOf(message)["type"])).toEqual(["announce", "announce"]);
  });

  test("[SG2] answers an offer", async () => {
    const host = await startHost();
    const other = await join(host, "room");
    openStock(host, "room");
    const stockId = dataOf(await other.next())["from"];
    other.publish("room", {
      type: "signal",
      from: "other",
      to: stockId,
      token: 1,
      signal: { type: "offer", sdp: "v=0" },
    });
    const answer = await other.next((message) => dataOf(message)["to"] === "other");
    expect(dataOf(answer)["signal"]).toEqual({ type: "answer", sdp: "v=0" });
  });

  test("[SG2] with a password, whose data the host cannot read", async () => {
    const host = await startHost();
    const other = await join(host, "secret room");
    openStock(host, "secret room", { password: "correct horse" });
    const heard = await other.next();
    expect(heard.data).toEqual(expect.any(String));
    expect(heard.clients).toBe(2);
  });

  test("[SG4] comes back on its own after a restart of the host on the same port", async () => {
    const first = await startHost();
    const provider = openStock(first, "room");
    await vi.waitFor(() => expect(first.load().topics).toBe(1));
    await first.close();
    const second = await startHost({ port: first.port });
    const other = await join(second, "room");
    await other.next((message) => dataOf(message)["type"] === "announce");
    expect(provider.connected).toBe(true);
  });
});
