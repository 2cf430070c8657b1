// One side of a direct path, with a made-up RTCPeerConnection: the test is the other side, and says what comes from it.

import { onTestFinished } from "vitest";
import { nonceBytes, peerIdOf } from "../../../../src/net/link/peer-id.ts";
import { Path } from "../../../../src/net/link/path.ts";
import { Direct } from "../../../../src/net/peer/direct.ts";
import type { Description, SignalBody } from "../../../../src/net/peer/signal.ts";
import type { Identity } from "../../../../src/room/identity.ts";
import { Chance } from "../../../support/chance.ts";
import { cheapIdentity } from "../../../support/cheap-identity.ts";
import { FakeIce } from "../../../support/fake-rtc.ts";
import { createRoom, testTopic } from "../../../support/room.ts";
import { VirtualTime } from "../../../support/virtual-time.ts";

export type Side = Readonly<{
  direct: Direct;
  said: SignalBody[];
  failed: string[];
  found: string[][];
  proven: () => boolean;
}>;

type Who = Readonly<{ identity: Identity; nonce: Uint8Array; id: string }>;

const who = (number: number): Who => {
  const identity = cheapIdentity(new Chance(number));
  const nonce = new Uint8Array(nonceBytes).fill(number);
  return { identity, nonce, id: peerIdOf({ topic: testTopic, author: identity.key, nonce }) };
};

const side = (self: Who, peer: Who, number: number): Side => {
  const room = createRoom({ identity: self.identity, clientId: number });
  const said: SignalBody[] = [];
  const failed: string[] = [];
  const found: string[][] = [];
  const direct: Direct = new Direct({
    offers: self.id > peer.id,
    webRtc: true,
    iceServers: () => [],
    signal: (body) => said.push(body),
    path: (parts) =>
      new Path({
        ...parts,
        context: room.context,
        awarenessId: number,
        nonce: self.nonce,
        selfId: self.id,
        peerId: peer.id,
        relayed: false,
        canBeDirect: true,
        onProven: () => undefined,
        onMessage: () => undefined,
        onFault: (fault) => failed.push(`path ${fault}`),
      }),
    onCandidates: (types) => found.push([...types]),
    onFailed: (what, cause) => failed.push(`${what} ${cause}`),
  });
  onTestFinished(() => {
    direct.drop();
    room.ledger.close();
  });
  return { direct, said, failed, found, proven: () => direct.link !== null };
};

export const start = () => {
  const time = VirtualTime.start();
  const ice = FakeIce.install();
  const both = [who(1), who(2)] as const;
  const [lower, higher] = both[0].id < both[1].id ? both : ([both[1], both[0]] as const);
  return { time, ice, offerer: side(higher, lower, 2), answerer: side(lower, higher, 1) };
};

/** What one has said since the last time goes to the other. */
export const pass = (from: Side, to: Side): void => {
  for (const body of from.said.splice(0))
    if (body.kind !== "hi" && body.kind !== "bye" && body.kind !== "frame" && body.kind !== "relay")
      to.direct.receive({ ...body, from: "", to: "", seq: 0 });
};

export const connect = async (time: VirtualTime, one: Side, two: Side): Promise<void> =>
  time.until(
    () => {
      pass(one, two);
      pass(two, one);
      return one.proven() && two.proven();
    },
    5000,
    "a proven link",
  );

export const kinds = ({ said }: Side): string[] => said.map(({ kind }) => kind);
export const remote = (description: Description, kind: "answer" | "offer", attempt: number) =>
  ({ kind, attempt, description, from: "", to: "", seq: 0 }) as const;
