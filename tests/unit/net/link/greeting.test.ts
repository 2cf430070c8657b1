import { expect, onTestFinished, test } from "vitest";
import { Greeting, type LinkFault } from "../../../../src/net/link/greeting.ts";
import { encodeHello, spoken } from "../../../../src/net/link/hello.ts";
import type { Heard, Link } from "../../../../src/net/link/link.ts";
import { encodeMessage, parseMessage } from "../../../../src/net/link/message-bytes.ts";
import type { LinkMessage, Parsed } from "../../../../src/net/link/message.ts";
import { peerIdOf } from "../../../../src/net/link/peer-id.ts";
import { Chance } from "../../../support/chance.ts";
import { cheapIdentity } from "../../../support/cheap-identity.ts";
import { createRoom, testTopic } from "../../../support/room.ts";

const bela = cheapIdentity(new Chance(2));
const nonce = new Uint8Array(16).fill(2);
const belasId = peerIdOf({ topic: testTopic, author: bela.key, nonce });

const start = () => {
  const room = createRoom({ identity: cheapIdentity(new Chance(1)) });
  onTestFinished(() => room.ledger.close());
  const sent: Parsed["type"][] = [];
  const proven: Link[] = [];
  const heard: Heard["type"][] = [];
  const faults: LinkFault[] = [];
  const lane = {
    send: (bytes: Uint8Array) => sent.push(parseMessage(bytes)?.type ?? "bye"),
    ready: () => Promise.resolve(),
  };
  const greeting = new Greeting({
    context: room.context,
    awarenessId: 1,
    nonce: new Uint8Array(16).fill(1),
    selfId: "ada",
    peerId: belasId,
    fingerprints: { local: "here", remote: "there" },
    relayed: false,
    canBeDirect: true,
    live: lane,
    bulk: lane,
    onProven: (link) => proven.push(link),
    onMessage: ({ type }) => heard.push(type),
    onFault: (fault) => faults.push(fault),
  });
  const hello = (versions: Readonly<{ oldest: number; newest: number }> = spoken): LinkMessage => ({
    type: "hello",
    bytes: encodeHello(
      { ...versions, author: bela.key, nonce, awarenessId: 5, features: [7] },
      {
        topic: room.context.topic,
        fromPeer: belasId,
        toPeer: "ada",
        fromFingerprint: "there",
        toFingerprint: "here",
      },
      bela.sign,
    ),
  });
  const hear = (...messages: readonly LinkMessage[]): void => {
    for (const message of messages) greeting.receive(encodeMessage(message));
  };
  return { greeting, hello, hear, sent, proven, heard, faults };
};

const ready: LinkMessage = { type: "ready" };
const ping: LinkMessage = { type: "ping", nonce: 1 };

test("[PR7] hello, ready, and there is a link that knows whose it is; then messages are heard", () => {
  const { greeting, hello, hear, sent, proven, heard, faults } = start();
  expect([sent, greeting.link]).toEqual([["hello"], null]);
  hear(hello());
  expect([sent, greeting.link, proven]).toEqual([["hello", "ready"], null, []]);
  hear(ready);
  expect(proven).toEqual([greeting.link]);
  expect(greeting.link).toMatchObject({
    author: bela.id,
    awarenessId: 5,
    peerId: belasId,
    closed: false,
    features: [],
  });
  hear(ping, ready, ping);
  expect([heard, proven.length, faults]).toEqual([["ping", "ping"], 1, []]);
});

test("[PR7] before the hello anything else is a fault; what overtakes the ready is not heard, and no offence", () => {
  for (const early of [ready, ping]) {
    const { hear, faults, heard } = start();
    hear(early);
    expect([faults, heard]).toEqual([["early"], []]);
  }
  const { hello, hear, proven, heard, faults } = start();
  hear(hello(), ping);
  expect([proven, heard, faults]).toEqual([[], [], []]);
  hear(ready, ping);
  expect([proven.length, heard]).toEqual([1, ["ping"]]);
});

test("[PR7] a second hello, and what cannot be read, is a fault", () => {
  const first = start();
  first.hear(first.hello(), first.hello());
  expect([first.faults, first.proven]).toEqual([["malformed"], []]);
  const second = start();
  second.hear(second.hello(), ready, second.hello());
  second.greeting.receive(Uint8Array.of(2));
  expect(second.faults).toEqual(["malformed", "malformed"]);
  const third = start();
  third.greeting.receive(Uint8Array.of(2));
  third.hear({ type: "hello", bytes: new Uint8Array(110) });
  expect([third.faults, third.sent]).toEqual([["hello", "hello"], ["hello"]]);
});

test("[PR7] versions must meet", () => {
  for (const versions of [
    { fault: "version", oldest: 0, newest: spoken.oldest - 1 },
    { fault: "newer-version", oldest: spoken.newest + 1, newest: spoken.newest + 2 },
  ]) {
    const { hello, hear, faults } = start();
    hear(hello(versions));
    expect(faults).toEqual([versions.fault]);
  }
  const { hello, hear, faults } = start();
  hear(hello({ oldest: 0, newest: 99 }));
  expect(faults).toEqual([]);
});

test("[PR3] closed, nothing more is sent or heard, wherever it stood", () => {
  const { greeting, hello, hear, sent, heard, faults } = start();
  hear(hello(), ready);
  const { link } = greeting;
  greeting.close();
  greeting.close();
  hear(ping, hello());
  link?.send({ type: "bye", reason: 0 });
  expect([sent, heard, faults, link?.closed]).toEqual([["hello", "ready"], [], [], true]);
});
