// y-webrtc as installed is y-webrtc as relied on (PR6): "names what moved".

import { readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { WebrtcProvider } from "y-webrtc";
import * as Y from "yjs";
import type { Mesh } from "../../../../src/net/mesh/mesh.ts";
import { createProvider, selfTest } from "../../../../src/net/peer/provider.ts";
import { createRoom } from "../../../support/room.ts";
import { Mesh as RealMesh } from "../../../../src/net/mesh/mesh.ts";

class FakeSocket extends EventTarget {
  static readonly made: FakeSocket[] = [];
  readonly url: string;
  readonly sent: string[] = [];
  closed = false;
  onopen: (() => void) | null = null;
  onclose: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onerror: (() => void) | null = null;
  binaryType = "";

  constructor(url: string) {
    super();
    this.url = url;
    FakeSocket.made.push(this);
  }

  send(text: string): void {
    this.sent.push(text);
  }

  close(): void {
    this.closed = true;
    this.onclose?.();
    this.dispatchEvent(new Event("close"));
  }
}

const page = new EventTarget();

beforeEach(() => {
  FakeSocket.made.length = 0;
  vi.stubGlobal("WebSocket", FakeSocket);
  vi.stubGlobal("window", page);
});
afterEach(() => vi.unstubAllGlobals());

const openMesh = (): Mesh => {
  const room = createRoom();
  const mesh = new RealMesh({ context: room.context });
  onTestFinished(() => {
    mesh.close();
    room.ledger.close();
  });
  return mesh;
};

const open = async (mesh = openMesh()) => {
  const states: string[] = [];
  const provider = await createProvider({
    mesh,
    url: "ws://host/signaling",
    onSignaling: (state) => states.push(state),
  });
  onTestFinished(() => provider.close());
  const [socket] = FakeSocket.made;
  if (socket === undefined) throw new Error("no socket");
  return { mesh, provider, socket, states };
};

test("[PR6] y-webrtc is pinned to one version, and that one is installed", () => {
  const read = (path: string): Record<string, unknown> =>
    JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8")) as Record<string, unknown>;
  const { dependencies } = read("../../../../package.json") as { dependencies: Record<string, string> };
  expect(dependencies["y-webrtc"]).toMatch(/^\d+\.\d+\.\d+$/);
  expect(read("../../../../node_modules/y-webrtc/package.json")["version"]).toBe(dependencies["y-webrtc"]);
});

test("[PR6] the installed room has all that is relied on; what is missing is named", async () => {
  const doc = new Y.Doc();
  const provider = new WebrtcProvider("self-test", doc, { signaling: ["ws://host/other"] });
  await provider.key;
  const { room } = provider;
  expect(selfTest(room)).toBeNull();
  for (const moved of ["disconnect", "webrtcConns", "_beforeUnloadHandler"])
    expect(selfTest(Object.create(room, { [moved]: { value: undefined } }))).toBe(moved);
  expect(selfTest(null)).toBe("room");
  provider.disconnect();
  provider.destroy();
});

test("[PR6] one socket; the room is known to y-webrtc and connected to nothing of its own", async () => {
  const { mesh, socket, states } = await open();
  expect(FakeSocket.made).toHaveLength(1);
  expect(socket.url).toBe("ws://host/signaling");
  expect(socket.sent).toEqual([]);
  const observers = mesh.context.doc._observers.get("update")?.size ?? 0;
  expect(observers).toBeLessThanOrEqual(1); // the mesh's own
  socket.onopen?.();
  expect(states).toEqual(["connected"]);
  const topics = socket.sent.map((text) => JSON.parse(text) as { type: string; data?: unknown });
  expect(topics.filter(({ type }) => type === "subscribe").length).toBeGreaterThan(0);
  expect(topics).toContainEqual({
    type: "publish",
    topic: mesh.context.topicName,
    data: { type: "announce", from: mesh.peerId },
  });
});

test("[PR6] that the host does not answer is told when the first attempt has failed", async () => {
  const { provider, socket, states } = await open();
  expect(provider.signaling()).toBe("connecting");
  socket.close();
  expect([states, provider.signaling()]).toEqual([["away"], "away"]);
});

test("[PR6] from the moment that the host goes it is away, not being asked", async () => {
  const { provider, socket, states } = await open();
  socket.onopen?.();
  socket.close();
  expect([states.at(-1), provider.signaling()]).toEqual(["away", "away"]);
});

test("[PR6] what y-webrtc would say by itself does not leave", async () => {
  const { mesh, socket } = await open();
  socket.onopen?.();
  mesh.context.doc.getMap("records").set("key", new Uint8Array(3));
  const announces = socket.sent.filter((text) => text.includes('"announce"'));
  expect(announces).toHaveLength(1);
  for (const text of socket.sent) expect(text).not.toContain(mesh.context.sealKey.join());
});

test("[PR5] leaving the page does not disconnect the room", async () => {
  const { provider, socket } = await open();
  socket.onopen?.();
  page.dispatchEvent(new Event("beforeunload"));
  expect([socket.closed, provider.signaling()]).toEqual([false, "connected"]);
});

test("[PR2] rubbish and bare signals from the host throw nothing and make no peers", async () => {
  const { mesh, socket } = await open();
  socket.onopen?.();
  const publish = (data: unknown): string =>
    JSON.stringify({ type: "publish", topic: mesh.context.topicName, data });
  for (const data of [
    "{",
    "null",
    publish(null),
    publish({ type: "signal", from: "x", to: mesh.peerId }),
    publish({ type: "signal", from: "x", to: mesh.peerId, signal: { type: "answer", sdp: "" } }),
    publish({ type: "signal", from: "x", to: mesh.peerId, signal: { type: "candidate", candidate: "" } }),
  ])
    expect(() => socket.onmessage?.({ data })).not.toThrow();
  expect(mesh.links).toEqual([]);
});

test("[PR6] closing closes the socket and the mesh, twice without harm; the room can be opened again", async () => {
  const first = await open();
  first.socket.onopen?.();
  first.provider.close();
  first.provider.close();
  expect(first.socket.closed).toBe(true);
  FakeSocket.made.length = 0;
  const second = await open();
  second.socket.onopen?.();
  expect(second.provider.signaling()).toBe("connected");
});

test("[SG8] a public room is listed under its name whenever the socket comes back", async () => {
  const { provider, socket } = await open();
  provider.list("Dhaka");
  socket.onopen?.();
  expect(socket.sent.map((text) => JSON.parse(text) as unknown)).toContainEqual({
    type: "list",
    name: "Dhaka",
  });
});
