import { describe, expect, onTestFinished, test } from "vitest";
import { cheapIdentity } from "../../../support/cheap-identity.ts";
import { Chance } from "../../../support/chance.ts";
import { createRoom } from "../../../support/room.ts";
import { RtcWire } from "../../../support/rtc-wire.ts";
import { SpyMesh } from "../../../support/spy-mesh.ts";
import { VirtualTime } from "../../../support/virtual-time.ts";

/** Whoever has the higher id offers, and whoever hears the other call begins: each of these cases is another path. */
const cases = [
  { lacks: ["ada"], calls: "ada" },
  { lacks: ["ada"], calls: "bela" },
  { lacks: ["bela"], calls: "ada" },
  { lacks: ["bela"], calls: "bela" },
  { lacks: ["ada", "bela"], calls: "ada" },
  { lacks: ["ada", "bela"], calls: "bela" },
] as const;

const member = (number: number, webRtc: boolean): SpyMesh => {
  const room = createRoom({ identity: cheapIdentity(new Chance(number)), clientId: number });
  onTestFinished(() => room.ledger.close());
  return new SpyMesh({ ...room.context, webRtc }, number);
};

const story = ({ lacks }: { lacks: readonly string[] }) => {
  const time = VirtualTime.start();
  const wire = new RtcWire();
  const [ada, bela] = ["ada", "bela"].map((id, i) => member(i + 1, !lacks.includes(id))) as [
    SpyMesh,
    SpyMesh,
  ];
  for (const one of [ada, bela]) wire.join(one);
  return { time, wire, ada, bela };
};

describe.each(cases)("[MS5] without WebRTC: $lacks; $calls calls", ({ lacks, calls }) => {
  test("the link is relayed at once, and nothing direct is ever tried", async () => {
    const { time, wire, ada, bela } = story({ lacks });
    wire.announce((calls === "ada" ? ada : bela).peerId);
    await time.pass(1000); // a direct path would be waited for five times as long
    for (const one of [ada, bela]) {
      expect(one.link).not.toBeNull();
      expect([one.link?.relayed, one.link?.canBeDirect]).toEqual([true, false]);
    }
    ada.say(1);
    bela.say(2);
    await time.until(() => bela.heard.includes(1) && ada.heard.includes(2));
    // The time of several attempts, and a change of network, which asks for one.
    for (const one of [ada, bela]) one.peers[0]?.restart();
    await time.pass(300_000);
    expect(wire.ice.made).toEqual([]);
    expect([...ada.ends, ...bela.ends]).toEqual([]);
  });

  test("signals that are lost in the beginning are made up for", async () => {
    const { time, wire, ada, bela } = story({ lacks });
    let seen = 0;
    wire.tap = () => {
      seen += 1;
      wire.signals = seen > 2;
    };
    wire.announce((calls === "ada" ? ada : bela).peerId);
    await time.until(() => ada.link !== null && bela.link !== null);
    expect(wire.ice.made).toEqual([]);
  });
});
