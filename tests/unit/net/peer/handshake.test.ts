import { describe, expect, test } from "vitest";
import { Handshake, type Reading } from "../../../../src/net/peer/handshake.ts";
import type { Signal } from "../../../../src/net/peer/signal.ts";

/** Connection ids of the other side: the one it has, and one it has after beginning anew. */
const [present, other] = ["PRESENT-000", "OTHER-00000"];

type To = "us" | "nobody" | "somebody";

const signal = (
  handshake: Handshake,
  from: string,
  to: To,
  kind: "hi" | "bye" | "frame",
  seq: number,
): Signal => ({
  ...(kind === "hi"
    ? { kind, webRtc: true }
    : kind === "bye"
      ? { kind }
      : { kind, bytes: new Uint8Array(3) }),
  from,
  to: to === "us" ? handshake.id : to === "nobody" ? "" : "SOMEBODY-00",
  seq,
});

/** What is known of the other side. */
const states = {
  "nothing is known": () => new Handshake(),
  "it has cited us": () => {
    const handshake = new Handshake();
    handshake.believe(signal(handshake, present, "us", "hi", 4));
    return handshake;
  },
} as const;

type State = keyof typeof states;
type Case = readonly [from: string, to: To, kind: "hi" | "bye" | "frame", seq: number, proven: boolean];
type Row = readonly [what: string, one: Case, Readonly<Record<State, Reading>>];

const all = (reading: Reading): Readonly<Record<State, Reading>> => ({
  "nothing is known": reading,
  "it has cited us": reading,
});

const rows: readonly Row[] = [
  ["a hi to nobody", [present, "nobody", "hi", 9, false], all("blind-hi")],
  ["a hi to nobody, of another connection", [other, "nobody", "hi", 9, false], all("blind-hi")],
  ["a hi to nobody, beside a proven link", [other, "nobody", "hi", 9, true], all("blind-hi")],
  ["anything else to nobody", [present, "nobody", "bye", 9, false], all("ignored")],
  ["a frame to nobody", [present, "nobody", "frame", 9, false], all("ignored")],
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
  [
    "a frame, whatever its number",
    [present, "us", "frame", 0, true],
    { ...all("ignored"), "it has cited us": "current" },
  ],
  ["a frame of another connection", [other, "us", "frame", 9, false], all("ignored")],
];

describe.each(Object.keys(states) as State[])("[PR2] while %s", (state) => {
  test.each(rows)("%s", (_what, [from, to, kind, seq, proven], readings) => {
    const handshake = states[state]();
    const { remote, isFresh } = handshake;
    const one = signal(handshake, from, to, kind, seq);
    const reading = handshake.read(one, { proven });
    expect(reading).toBe(readings[state]);
    // Reading it, however often, changes nothing.
    expect(handshake.read(one, { proven })).toBe(reading);
    expect([handshake.remote, handshake.isFresh]).toEqual([remote, isFresh]);
    handshake.believe(one);
    expect([handshake.remote, handshake.isFresh]).toEqual([from, true]);
  });
});

test("[PR2] once another connection is believed, the one before is heard no more in its order", () => {
  const handshake = new Handshake();
  const hear = (from: string, seq: number): Reading => {
    const one = signal(handshake, from, "us", "hi", seq);
    const reading = handshake.read(one);
    if (reading === "current" || reading === "anew") handshake.believe(one);
    return reading;
  };
  expect([hear(present, 40), hear(other, 0), hear(other, 0), hear(other, 1)]).toEqual([
    "current",
    "anew",
    "ignored",
    "current",
  ]);
});

test("[PR2] what is said cites what is known, is numbered, and may be addressed to another", () => {
  const handshake = new Handshake();
  const { id: from } = handshake;
  expect(handshake.address({ kind: "hi", webRtc: true })).toMatchObject({ kind: "hi", from, to: "", seq: 0 });
  handshake.believe(signal(handshake, present, "us", "hi", 0));
  expect(handshake.address({ kind: "bye" })).toEqual({ kind: "bye", from, to: present, seq: 1 });
  expect(handshake.address({ kind: "hi", webRtc: true }, other)).toMatchObject({
    kind: "hi",
    from,
    to: other,
    seq: 2,
  });
  expect(new Handshake().id).not.toBe(from);
});
