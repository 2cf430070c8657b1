// One side of a direct path, with a made-up RTCPeerConnection: the test is the other side, and says what comes from it.

import { onTestFinished } from "vitest";
import { Path } from "../../../../src/net/link/path.ts";
import { Direct } from "../../../../src/net/peer/direct.ts";
import type { Description, SignalBody } from "../../../../src/net/peer/signal.ts";
import { Chance } from "../../../support/chance.ts";
import { cheapIdentity } from "../../../support/cheap-identity.ts";
import { FakeIce } from "../../../support/fake-rtc.ts";
import { createRoom } from "../../../support/room.ts";
import { VirtualTime } from "../../../support/virtual-time.ts";

export type Side = Readonly<{
  direct: Direct;
  said: SignalBody[];
  failed: string[];
  found: string[][];
  proven: () => boolean;
}>;

export const side = (self: string, peer: string, number: number): Side => {
  const room = createRoom({ identity: cheapIdentity(new Chance(number)), clientId: number });
  const said: SignalBody[] = [];
  const failed: string[] = [];
  const found: string[][] = [];
  const direct: Direct = new Direct({
    offers: self > peer,
    webRtc: true,
    iceServers: () => [],
    signal: (body) => said.push(body),
    path: (parts) =>
      new Path({
        ...parts,
        context: room.context,
        awarenessId: number,
        selfId: self,
        peerId: peer,
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
  return { time, ice, offerer: side("b", "a", 2), answerer: side("a", "b", 1) };
};

/** What one has said since the last time goes to the other. */
export const pass = (from: Side, to: Side): void => {
  for (const body of from.said.splice(0))
    if (body.kind !== "hi" && body.kind !== "bye" && body.kind !== "frame")
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
