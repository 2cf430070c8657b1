import { VirtualTime } from "../support/virtual-time.ts";
import { describe, onTestFinished, test } from "vitest";
import { cheapIdentity } from "../support/cheap-identity.ts";
import { FakeNetwork, type NetworkOptions } from "../support/fake-network.ts";
import { createRoom } from "../support/room.ts";
import { RtcWire } from "../support/rtc-wire.ts";
import { Chance } from "../support/chance.ts";
import { useSeed } from "../support/seeded.ts";
import { SpyMesh } from "../support/spy-mesh.ts";
import { reachContract, type Wire } from "./reach.contract.ts";

const mesh = (number: number): SpyMesh => {
  const room = createRoom({ identity: cheapIdentity(new Chance(number)), clientId: number });
  onTestFinished(() => room.ledger.close());
  return new SpyMesh(room.context, number);
};

const members = (): Readonly<{ ada: SpyMesh; bela: SpyMesh }> => ({
  ada: mesh(1),
  bela: mesh(2),
});

const simulated = (options: Partial<NetworkOptions>): Wire => {
  const chance = useSeed(1);
  const time = VirtualTime.start();
  const { ada, bela } = members();
  const network = new FakeNetwork({ time, chance, ...options });
  for (const one of [ada, bela]) network.add(one);
  return {
    time,
    ada,
    bela,
    relayed: options.relayed ?? false,
    announce: ({ peerId }) => network.announce(peerId),
    cut: () => network.split(new Map([[ada.peerId, 1]])),
  };
};

describe("the simulation's network", () => {
  reachContract(test, () => simulated({}));
});

describe("the simulation's network, through the host", () => {
  reachContract(test, () => simulated({ relayed: true }));
});

/** `direct`: a direct path can be found. */
const real = (direct: boolean): Wire => {
  const time = VirtualTime.start();
  const wire = new RtcWire();
  wire.ice.works = direct;
  const { ada, bela } = members();
  for (const one of [ada, bela]) wire.join(one);
  return {
    time,
    ada,
    bela,
    relayed: !direct,
    announce: ({ peerId }) => wire.announce(peerId),
    cut: () => {
      wire.signals = false;
      wire.ice.cut();
    },
  };
};

describe("negotiations over RTCPeerConnection", () => {
  reachContract(test, () => real(true));
});

describe("negotiations through the host", () => {
  reachContract(test, () => real(false));
});
