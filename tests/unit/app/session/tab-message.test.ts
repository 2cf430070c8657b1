import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { noNetwork, type NetState } from "../../../../src/app/session/net-state.ts";
import { parseTabMessage } from "../../../../src/app/session/tab-message.ts";
import type { AuthorId, RecordId } from "../../../../src/room/ids.ts";
import { Chance } from "../../../support/chance.ts";
import { mutate } from "../../../support/mutate.ts";

const author = "A".repeat(43) as AuthorId;
const record = "A".repeat(22) as RecordId;
const own = { asking: "Mina", typing: false, inside: true };
const net: NetState = {
  signaling: "connected",
  links: [{ author, rttMs: 4.5, relayed: false, canBeDirect: true }],
  present: [{ ...own, author, peerId: "ab12", awarenessId: 7 }],
  receiving: 0.5,
  faulty: [author],
  held: [[record, "everyone"]],
  trouble: "udp-blocked",
  newer: true,
  faults: [{ at: 1000, what: "link", relayed: true, reason: "silent", cause: "" }],
};

const written = (): Y.Doc => {
  const doc = new Y.Doc();
  for (let i = 0; i < 5; i++) doc.getMap("records").set(`${i}`, new Uint8Array(40).fill(i));
  doc.getMap("records").delete("3");
  return doc;
};
const vector = Y.encodeStateVector(written());
const update = Y.encodeStateAsUpdate(written());

describe("[ST4] what a tab says is taken as it was said", () => {
  test.each([
    { type: "sync", vector, reply: true },
    { type: "sync", vector: Y.encodeStateVector(new Y.Doc()), reply: false },
    { type: "update", update },
    { type: "net", net },
    { type: "net", net: noNetwork },
    { type: "own", tab: "0.5", own },
    { type: "own", tab: "0.5", own: null },
  ])("$type", (message) => {
    expect(parseTabMessage(message)).toEqual(message);
  });
});

describe("[ST4] what is no message is passed over", () => {
  const cyclic: Record<string, unknown> = { type: "net" };
  cyclic["net"] = cyclic;
  test.each<[string, unknown]>([
    ["nothing", undefined],
    ["null", null],
    ["a word", "sync"],
    ["a list", ["sync"]],
    ["no type", { vector, reply: true }],
    ["a type of Object's", { type: "constructor" }],
    ["a list as type", { type: ["update"], update }],
    ["a vector that is none", { type: "sync", vector: Uint8Array.of(255, 255), reply: true }],
    ["a vector of another kind", { type: "sync", vector: [0], reply: true }],
    ["no word on a reply", { type: "sync", vector }],
    ["an update cut short", { type: "update", update: update.subarray(0, 20) }],
    ["an update of nothing", { type: "update", update: new Uint8Array() }],
    ["no network", { type: "net", net: null }],
    ["a state of signaling that is none", { type: "net", net: { ...net, signaling: "gone" } }],
    ["itself", cyclic],
    ["presence without a name", { type: "own", tab: "1", own: { typing: true, inside: true } }],
    ["presence of a tab without an id", { type: "own", own }],
    ["a name without end", { type: "own", tab: "1", own: { ...own, asking: "x".repeat(257) } }],
    ["an id without end", { type: "own", tab: "1".repeat(257), own: null }],
  ])("%s", (_, message) => {
    expect(parseTabMessage(message)).toBeNull();
  });
});

test("[ST4] of a list only what is an entry is taken, and no more than a room has people", () => {
  const [link] = net.links;
  const links = [null, 4, { author: "short", rttMs: 1, relayed: false }, { ...link, rttMs: NaN }, link];
  const many = Array.from({ length: 5000 }, () => author);
  expect(
    parseTabMessage({ type: "net", net: { ...net, links, faulty: many, held: [[record, "all"], 1] } }),
  ).toEqual({ type: "net", net: { ...net, links: [link], faulty: many.slice(0, 1024), held: [] } });
});

test("[ST4] of faults only those are taken that the details can tell", () => {
  const [fault] = net.faults;
  const faults = [
    { ...fault, at: 1e17 },
    { ...fault, at: NaN },
    { ...fault, what: "name" },
    fault,
    { at: 1 },
  ];
  expect(parseTabMessage({ type: "net", net: { ...net, faults } })).toEqual({ type: "net", net });
});

test("[ST4] an older version lacks fields, a newer one has more, and a cause unknown here", () => {
  const { signaling } = net;
  expect(parseTabMessage({ type: "net", net: { signaling } })).toEqual({
    type: "net",
    net: { ...noNetwork, signaling },
  });
  const newer = {
    ...net,
    epoch: 3,
    trouble: "moon-in-the-way",
    links: net.links.map((link) => ({ ...link, secret: "x" })),
  };
  expect(parseTabMessage({ type: "net", net: newer, hops: 2 })).toEqual({
    type: "net",
    net: { ...net, trouble: null },
  });
  expect(parseTabMessage({ type: "view", view: net })).toBeNull();
  expect(parseTabMessage({ type: "files", files: [] })).toBeNull();
});

test("[ST4] bytes gone wrong never throw, and a vector that passes is one that Yjs answers", () => {
  const chance = new Chance(4);
  const doc = written();
  let passed = 0;
  for (let i = 0; i < 3000; i++) {
    const bytes = mutate(chance, [update, vector]);
    if (parseTabMessage({ type: "update", update: bytes }) !== null) passed++;
    const sync = parseTabMessage({ type: "sync", vector: bytes, reply: true });
    if (sync?.type === "sync") Y.encodeStateAsUpdate(doc, sync.vector);
  }
  expect(passed).toBeGreaterThan(100);
});
