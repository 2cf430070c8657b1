// 100 000 messages gone wrong, against framing, link, mesh and gate: no throw, no growth of memory, no harm (issue 3).

import { VirtualTime } from "../support/virtual-time.ts";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, onTestFinished, test } from "vitest";
import * as Y from "yjs";
import { Gate } from "../../src/net/sync/gate.ts";
import { encodeHello, spoken } from "../../src/net/link/hello.ts";
import { Reassembler, toFrames } from "../../src/net/link/frames.ts";
import { Greeting } from "../../src/net/link/greeting.ts";
import { Mesh } from "../../src/net/mesh/mesh.ts";
import { encodeMessage } from "../../src/net/link/message-bytes.ts";
import type { LinkMessage } from "../../src/net/link/message.ts";
import { nonceBytes, peerIdOf } from "../../src/net/link/peer-id.ts";
import { encodeUpdate } from "../../src/net/sync/update.ts";
import { cheapIdentity } from "../support/cheap-identity.ts";
import { FakePeer } from "../support/fake-network.ts";
import { mutate } from "../support/mutate.ts";
import { createRoom, eraseOf, messagesOf, type Room } from "../support/room.ts";
import type { Chance } from "../support/chance.ts";
import { useSeed } from "../support/seeded.ts";
import { textMessage } from "../../src/room/payload.ts";
import { receive } from "../support/receive.ts";

const count = 100_000;
const slackBytes = 32 * 1024 * 1024;

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

const heap = (): number => {
  collect();
  return process.memoryUsage().heapUsed;
};

const openRoom = (): Room => {
  const room = createRoom();
  onTestFinished(() => {
    room.ledger.close();
    room.doc.destroy();
  });
  return room;
};

/** Updates as a room sees them. */
const updatesOf = (chance: Chance): Uint8Array[] => {
  const author = cheapIdentity(chance);
  const records = messagesOf(author, 12, (i) => `message ${i} ${"কথা".repeat(i)}`);
  const [first] = records;
  const structs = records.map(({ id, bytes }, clock) => ({ client: 500, clock, key: id, bytes }));
  const doc = new Y.Doc();
  Y.applyUpdate(doc, encodeUpdate(structs));
  if (first !== undefined) doc.getMap("records").delete(first.id);
  const erases = first === undefined ? [] : [eraseOf(author, first)];
  return [
    Y.encodeStateAsUpdate(doc),
    encodeUpdate(structs.slice(0, 3)),
    encodeUpdate(structs.slice(7)),
    encodeUpdate(erases.map(({ id, bytes }) => ({ client: 600, clock: 0, key: id, bytes }))),
    encodeUpdate([{ client: 700, clock: 2, key: structs[2]?.key ?? structs[0]!.key, bytes: null }]),
  ];
};

const messagesFor = (chance: Chance, mesh: Mesh): Uint8Array[] => {
  const updates = updatesOf(chance);
  const records = messagesOf(cheapIdentity(chance), 3).map(({ bytes }) => bytes);
  const ids = chance.bytes(64);
  const messages: LinkMessage[] = [
    ...updates.map((payload) => ({ type: "gossip", holders: [1, 2, 3], what: "update", payload }) as const),
    ...updates.map(
      (update, request) => ({ type: "slice", request, epoch: 0, done: 3, total: 9, update }) as const,
    ),
    { type: "gossip", holders: [], what: "presence", payload: mesh.presence.encodeAll() },
    { type: "ask", request: 1, epoch: 0, stateVector: Y.encodeStateVector(mesh.context.doc) },
    { type: "records", request: 0, records },
    { type: "done", request: 1, epoch: 0 },
    { type: "credit", request: 1, bytes: 70_000 },
    { type: "heartbeat", wall: 1_760_000_000_000, digest: chance.bytes(32), stored: false },
    { type: "ping", nonce: 5 },
    { type: "pong", nonce: 5 },
    { type: "buckets", epoch: 0, digests: Array.from({ length: 256 }, () => chance.bytes(16)) },
    { type: "bucket", epoch: 0, index: 3, ids, reply: false },
    { type: "held", ids },
    { type: "hello", bytes: chance.bytes(110) },
    { type: "ready" },
  ];
  return messages.map(encodeMessage);
};

test("[FR1] frames gone wrong put nothing together but messages, and hold one at most", () => {
  const chance = useSeed(1);
  const frames = [0, 3, 500, 70_000, 200_000].flatMap((size) => [
    ...toFrames({ bytes: chance.bytes(size), deflated: size === 500 }, 16 * 1024),
  ]);
  let reassembler = new Reassembler();
  const steps = { part: 0, message: 0, fault: 0 };
  for (let i = 0; i < count / 4; i++) {
    const step = reassembler.add(chance.happens(0.3) ? chance.pick(frames) : mutate(chance, frames));
    steps[step.at]++;
    if (step.at === "fault") reassembler = new Reassembler();
    if (reassembler.held > 2 * 1024 * 1024) expect.unreachable(`${reassembler.held} bytes held`);
  }
  expect(Math.min(...Object.values(steps))).toBeGreaterThan(100);
});

test("[GT4] updates gone wrong leave a gate whole", { timeout: 120_000 }, async () => {
  const chance = useSeed(2);
  const time = VirtualTime.start();
  const { context, doc, ledger } = openRoom();
  const gate = new Gate(context, "mesh");
  const corpus = updatesOf(chance);
  const outcomes = new Map<string, number>();
  let before = 0;
  for (let i = 0; i < count; i++) {
    const passed = receive(gate, mutate(chance, corpus));
    const outcome = typeof passed === "string" ? passed : passed.applied > 0 ? "applied" : "passed";
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    if (i % 500 === 0) await time.pass(500);
    if (i === count / 5) before = heap();
  }
  const grown = heap() - before;
  console.log(
    `gate: ${JSON.stringify(Object.fromEntries(outcomes))}, heap grew ${Math.round(grown / 1024)} KiB`,
  );
  expect(grown).toBeLessThan(slackBytes);
  expect([doc.store.pendingStructs, doc.store.pendingDs]).toEqual([null, null]);
  for (const [id, bytes] of doc.getMap<Uint8Array>("records")) expect(context.recordId(bytes)).toBe(id);
  await ledger.whenSettled();
});

/** A proven link from a member of its own, into which bytes can be put. */
const memberLink = (chance: Chance, mesh: Mesh): { peer: FakePeer; greeting: Greeting } => {
  const identity = cheapIdentity(chance);
  const nonce = chance.bytes(nonceBytes);
  const peerId = peerIdOf({ topic: mesh.context.topic, author: identity.key, nonce });
  const peer = new FakePeer(mesh, peerId);
  const sink = { send: () => undefined, ready: () => Promise.resolve() };
  const greeting = new Greeting({
    context: mesh.context,
    awarenessId: mesh.awarenessId,
    nonce: mesh.nonce,
    selfId: mesh.peerId,
    peerId,
    fingerprints: { local: "here", remote: "there" },
    relayed: false,
    canBeDirect: true,
    live: sink,
    bulk: sink,
    onProven: (link) => mesh.onProven(peer, link),
    onMessage: (message) => mesh.onMessage(peer, message),
    onFault: (fault) => peer.destroy(fault),
  });
  peer.greeting = greeting;
  const ends = {
    topic: mesh.context.topic,
    fromPeer: peerId,
    toPeer: mesh.peerId,
    fromFingerprint: "there",
    toFingerprint: "here",
  };
  const hello = encodeHello(
    { ...spoken, author: identity.key, nonce, awarenessId: chance.below(9), features: [] },
    ends,
    identity.sign,
  );
  greeting.receive(encodeMessage({ type: "hello", bytes: hello }));
  greeting.receive(encodeMessage({ type: "ready" }));
  return { peer, greeting };
};

test(
  "[GT5] messages gone wrong throw nothing, grow nothing, and cut the links they came on",
  { timeout: 240_000 },
  async () => {
    const chance = useSeed(3);
    const time = VirtualTime.start();
    const { context, ledger, doc } = openRoom();
    ledger.write([textMessage("still here")]);
    const mesh = new Mesh({ context, nonce: chance.bytes(nonceBytes) });
    onTestFinished(() => mesh.close());
    const corpus = messagesFor(chance, mesh);
    let member = memberLink(chance, mesh);
    let links = 1;
    let before = 0;
    for (let i = 0; i < count; i++) {
      member.greeting.receive(mutate(chance, corpus));
      if (member.peer.destroyed) {
        member = memberLink(chance, mesh);
        links++;
      }
      if (i % 200 === 0) await time.pass(200);
      if (i === count / 5) before = heap();
    }
    await time.pass(10_000);
    const grown = heap() - before;
    console.log(`mesh: ${links} links, ${mesh.faulty.size} named, heap grew ${Math.round(grown / 1024)} KiB`);
    expect(grown).toBeLessThan(slackBytes);
    expect(mesh.links.length).toBeLessThanOrEqual(1);
    expect(links).toBeGreaterThan(100);
    for (const [id, bytes] of doc.getMap<Uint8Array>("records")) expect(context.recordId(bytes)).toBe(id);
    expect(ledger.accepted().length).toBeGreaterThan(0);
  },
);
