// The version of a signal stands in clear, vouched for by nobody: whoever can send on the topic, the host included, can say that
// it is newer. That is good for a notice and for nothing else: no link ends, none is made, nothing is asked for.

import { VirtualTime } from "../support/virtual-time.ts";
import { expect, onTestFinished, test } from "vitest";
import { toBase64url } from "../../src/lib/bytes.ts";
import { Mesh } from "../../src/net/mesh/mesh.ts";
import { Chance } from "../support/chance.ts";
import { cheapIdentity } from "../support/cheap-identity.ts";
import { createRoom } from "../support/room.ts";
import { RtcWire } from "../support/rtc-wire.ts";

const start = () => {
  const time = VirtualTime.start();
  const wire = new RtcWire();
  const members = [1, 2].map((number) => {
    const room = createRoom({ identity: cheapIdentity(new Chance(number)), clientId: number });
    const mesh = new Mesh({ context: room.context });
    onTestFinished(() => {
      mesh.close();
      room.ledger.close();
    });
    wire.join(mesh);
    return mesh;
  });
  const [ada, bela] = members as [Mesh, Mesh];
  return { time, wire, ada, bela };
};

const ofVersion = (version: number): unknown => ({
  type: "k",
  d: toBase64url(Uint8Array.of(version, ...new Uint8Array(80))),
});

test("[PR2] who hears of a newer version says so, once, and goes on as before", async () => {
  const { time, wire, ada, bela } = start();
  wire.announce(ada.peerId);
  await time.until(() => ada.links.length === 1 && bela.links.length === 1);
  const [link] = ada.links;
  let changes = 0;
  ada.changes.add(() => changes++);
  for (let i = 0; i < 200; i++) {
    wire.deliver(bela.peerId, ada.peerId, ofVersion(3 + (i % 250)));
    wire.deliver(`stranger ${i}`, ada.peerId, ofVersion(3 + (i % 250)));
    await Promise.resolve();
  }
  await time.pass(10);
  expect([ada.signs.hasNewer, bela.signs.hasNewer, changes]).toEqual([true, false, 1]);
  await time.pass(20_000);
  expect(ada.links).toEqual([link]);
  expect([link?.closed, ada.signs.faults]).toEqual([false, []]);
});

test("[PR2] of an older version, or of none that can be read, nothing is said", async () => {
  const { time, wire, ada, bela } = start();
  for (const signal of [0, 1, 2].map(ofVersion)) wire.deliver(bela.peerId, ada.peerId, signal);
  for (const d of ["", "_", "____", 7, null]) wire.deliver("stranger", ada.peerId, { type: "k", d });
  wire.deliver("other", ada.peerId, { type: "offer", d: (ofVersion(9) as { d: string }).d });
  await time.pass(1000);
  expect([ada.signs.hasNewer, ada.links]).toEqual([false, []]);
});
