import { describe, expect, test } from "vitest";
import { Handshake, type Reading } from "../../../../src/net/peer/handshake.ts";
import type { Signal } from "../../../../src/net/peer/signal.ts";

/** Connection ids of the other side: the one it has, and one it has after beginning anew. */
const [present, other] = ["PRESENT-000", "OTHER-00000"];

type To = "us" | "nobody" | "somebody";

const signal = (handshake: Handshake, from: string, to: To, kind: "hi" | "bye", seq: number): Signal => ({
  ...(kind === "hi" ? { kind, webRtc: true } : { kind }),
  from,
  to: to === "us" ? handshake.id : to === "nobody" ? "" : "SOMEBODY-00",
  seq,
});

/** What is known of the other side. */
const states = {
  "nothing is known": () => new Handshake(),
  "a blind hi was believed": () => {
    const handshake = new Handshake();
    handshake.believe(present);
    return handshake;
  },
  "it has cited us": () => {
    const handshake = new Handshake();
    handshake.read(signal(handshake, present, "us", "hi", 4));
    return handshake;
  },
} as const;

type State = keyof typeof states;
type Case = readonly [from: string, to: To, kind: "hi" | "bye", seq: number, proven: boolean];
type Row = readonly [what: string, one: Case, Readonly<Record<State, Reading>>];

const all = (reading: Reading): Readonly<Record<State, Reading>> => ({
  "nothing is known": reading,
  "a blind hi was believed": reading,
  "it has cited us": reading,
});

const rows: readonly Row[] = [
  ["a hi to nobody", [present, "nobody", "hi", 9, false], all("blind-hi")],
  ["a hi to nobody, of another connection", [other, "nobody", "hi", 9, false], all("blind-hi")],
  ["a hi to nobody, beside a proven link", [other, "nobody", "hi", 9, true], all("blind-hi")],
  ["anything else to nobody", [present, "nobody", "bye", 9, false], all("ignored")],
  ["what cites somebody else", [present, "somebody", "hi", 9, false], all("ignored")],
  ["what cites somebody else, beside a proven link", [other, "somebody", "bye", 9, true], all("ignored")],
  ["the next that cites us", [present, "us", "bye", 5, false], all("current")],
  ["the same again", [present, "us", "hi", 4, false], { ...all("current"), "it has cited us": "ignored" }],
  ["one from before", [present, "us", "hi", 3, false], { ...all("current"), "it has cited us": "ignored" }],
  [
    "another connection that cites us",
    [other, "us", "hi", 0, false],
    { ...all("current"), "it has cited us": "anew" },
  ],
  [
    "another connection that cites us, beside a proven link",
    [other, "us", "bye", 0, true],
    { ...all("current"), "it has cited us": "doubtful" },
  ],
  ["the next, beside a proven link", [present, "us", "bye", 5, true], all("current")],
];

describe.each(Object.keys(states) as State[])("[PR2] while %s", (state) => {
  test.each(rows)("%s", (_what, [from, to, kind, seq, proven], readings) => {
    const handshake = states[state]();
    const { remote, isFresh } = handshake;
    const reading = handshake.read(signal(handshake, from, to, kind, seq), { proven });
    expect(reading).toBe(readings[state]);
    // Only what is believed changes what is known.
    const isBelieved = reading === "current" || reading === "anew";
    expect([handshake.remote, handshake.isFresh]).toEqual(isBelieved ? [from, true] : [remote, isFresh]);
  });
});

test("[PR2] once another connection is believed, the one before is heard no more in its order", () => {
  const handshake = new Handshake();
  handshake.read(signal(handshake, present, "us", "hi", 40));
  expect(handshake.read(signal(handshake, other, "us", "hi", 0))).toBe("anew");
  expect(handshake.read(signal(handshake, other, "us", "hi", 0))).toBe("ignored");
  expect(handshake.read(signal(handshake, other, "us", "hi", 1))).toBe("current");
});

test("[PR2] a blind hi is believed only while nothing is known", () => {
  const handshake = new Handshake();
  expect(handshake.believe(present)).toBe(true);
  expect(handshake.believe(other)).toBe(false);
  expect([handshake.remote, handshake.isFresh]).toEqual([present, false]);
});

test("[PR2] what is said cites what is known, is numbered, and may be addressed to another", () => {
  const handshake = new Handshake();
  const { id: from } = handshake;
  expect(handshake.address({ kind: "hi", webRtc: true })).toMatchObject({ kind: "hi", from, to: "", seq: 0 });
  handshake.believe(present);
  expect(handshake.address({ kind: "bye" })).toEqual({ kind: "bye", from, to: present, seq: 1 });
  expect(handshake.address({ kind: "hi", webRtc: true }, other)).toMatchObject({
    kind: "hi",
    from,
    to: other,
    seq: 2,
  });
  expect(new Handshake().id).not.toBe(from);
});
