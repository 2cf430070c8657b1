import type { SignalingConn } from "y-webrtc";
import { describe, expect, test } from "vitest";
import { VirtualTime } from "../../../support/virtual-time.ts";
import { guardSignaling, isSane } from "../../../../src/net/peer/signaling-guard.ts";

const signal = { type: "signal", from: "a", to: "b", signal: { type: "k", d: "sealed" }, token: 7 };
const publish = (data: unknown, topic: unknown = "topic"): string =>
  JSON.stringify({ type: "publish", topic, data, clients: 3 });

test("[PR6] announces, sealed signals and pongs pass", () => {
  expect(isSane(publish({ type: "announce", from: "a" }))).toBe(true);
  expect(isSane(publish(signal))).toBe(true);
  expect(isSane('{"type":"pong"}')).toBe(true);
});

test.each([
  ["no text", 7],
  ["bytes", new ArrayBuffer(3)],
  ["empty", ""],
  ["no JSON", "{"],
  ["a number", "7"],
  ["null", "null"],
  ["a list", "[]"],
  ["no type", "{}"],
  ["an unknown type", '{"type":"crash"}'],
  ["another's ping", '{"type":"ping"}'],
  ["no data", '{"type":"publish","topic":"t"}'],
  ["data of text: a password's, not ours", publish("sealed")],
  ["no topic", publish(signal, null)],
  ["no sender", publish({ ...signal, from: undefined })],
  ["a sender of 65 letters", publish({ ...signal, from: "a".repeat(65) })],
  ["an announce to one", publish({ type: "announce", from: "a", to: "b" })],
  ["a signal to nobody", publish({ ...signal, to: undefined })],
  ["no signal at all (y-webrtc throws)", publish({ ...signal, signal: undefined })],
  ["a bare answer (y-webrtc throws)", publish({ ...signal, signal: { type: "answer", sdp: "" } })],
  ["a bare offer", publish({ ...signal, signal: { type: "offer", sdp: "" } })],
  ["a bare candidate (makes a ghost)", publish({ ...signal, signal: { type: "candidate" } })],
  ["nothing sealed", publish({ ...signal, signal: { type: "k" } })],
  ["something else sealed", publish({ ...signal, signal: { type: "k", d: 7 } })],
  ["megabytes", publish({ ...signal, signal: { type: "k", d: "a".repeat(200_000) } })],
])("[PR2] %s does not pass", (_what, text) => {
  expect(isSane(text)).toBe(false);
});

/** As lib0's WebsocketClient: it throws while connecting, which y-webrtc does not expect. */
class FakeConnection {
  connected = false;
  ws: { onmessage: ((event: { data: unknown }) => void) | null } | null = null;
  readonly sent: unknown[] = [];
  readonly heard: unknown[] = [];
  readonly #listeners = new Set<() => void>();

  get asSignaling(): SignalingConn {
    return this as unknown as SignalingConn;
  }

  send(message: unknown): void {
    if (!this.connected) throw new DOMException("still connecting", "InvalidStateError");
    this.sent.push(message);
  }

  on(_event: "connect", listener: () => void): void {
    this.#listeners.add(listener);
  }

  off(_event: "connect", listener: () => void): void {
    this.#listeners.delete(listener);
  }

  connect(): void {
    this.ws = { onmessage: ({ data }) => this.heard.push(data) };
    this.connected = true;
    for (const listener of this.#listeners) listener();
  }

  disconnect(): void {
    this.connected = false;
    this.ws = null;
  }
}

describe("guardSignaling", () => {
  const toPublish = { type: "publish", topic: "t", data: signal };
  const announce = { type: "publish", topic: "t", data: { type: "announce", from: "a" } };

  test("[PR2] what is said while the socket is away is said when it is back, if it is still young", async () => {
    const time = VirtualTime.start();
    const connection = new FakeConnection();
    guardSignaling(connection.asSignaling, () => true);
    connection.send({ ...toPublish, topic: "old" });
    await time.pass(14_000);
    connection.send(toPublish);
    connection.send({ type: "subscribe", topics: ["t"] }); // y-webrtc subscribes anew by itself
    await time.pass(2000);
    connection.connect();
    expect(connection.sent).toEqual([toPublish]);
    connection.send(toPublish);
    expect(connection.sent).toHaveLength(2);
    time.stop();
  });

  test("[PR2] a socket that stays away keeps no more than 256", () => {
    const connection = new FakeConnection();
    guardSignaling(connection.asSignaling, () => true);
    for (let i = 0; i < 1000; i++) connection.send(toPublish);
    connection.connect();
    expect(connection.sent).toHaveLength(256);
  });

  test("[MS3] y-webrtc's own announces do not leave", () => {
    const connection = new FakeConnection();
    let may = false;
    guardSignaling(connection.asSignaling, () => may);
    connection.connect();
    connection.send(announce);
    may = true;
    connection.send(announce);
    expect(connection.sent).toEqual([announce]);
  });

  test("[PR2] every new socket is guarded, once", () => {
    const connection = new FakeConnection();
    guardSignaling(connection.asSignaling, () => true);
    for (let i = 0; i < 3; i++) {
      connection.connect();
      connection.ws?.onmessage?.({ data: "rubbish" });
      connection.ws?.onmessage?.({ data: '{"type":"pong"}' });
      connection.disconnect();
    }
    expect(connection.heard).toEqual(['{"type":"pong"}', '{"type":"pong"}', '{"type":"pong"}']);
  });
});
