// An announce costs nothing: a stranger with one socket (in a public room), or the host, makes up 200 peers a minute, none of
// which ever answers. Each took one of eight attempts for 15 to 20 s, first come first served, so that two friends never met.

import { VirtualTime } from "../support/virtual-time.ts";
import { expect, onTestFinished, test } from "vitest";
import { Mesh } from "../../src/net/mesh/mesh.ts";
import { Chance } from "../support/chance.ts";
import { cheapIdentity } from "../support/cheap-identity.ts";
import { createRoom } from "../support/room.ts";
import { RtcWire } from "../support/rtc-wire.ts";
import { useSeed } from "../support/seeded.ts";

const join = (wire: RtcWire, number: number): Mesh => {
  const room = createRoom({ identity: cheapIdentity(new Chance(number)), clientId: number });
  const mesh: Mesh = new Mesh({ context: room.context, announce: () => wire.announce(mesh.peerId) });
  onTestFinished(() => {
    mesh.close();
    room.ledger.close();
  });
  wire.join(mesh);
  wire.announce(mesh.peerId);
  return mesh;
};

test.each([200])(
  "[PR3] of %i made-up announces a minute friends do not notice much",
  { timeout: 60_000 },
  async (aMinute) => {
    useSeed(1);
    const time = VirtualTime.start();
    const wire = new RtcWire();
    const ada = join(wire, 1);
    let made = 0;
    const flood = setInterval(() => wire.announce(`ghost ${made++}`), 60_000 / aMinute);
    onTestFinished(() => clearInterval(flood));
    await time.pass(60_000);
    for (let number = 2; number < 7; number++) {
      const friend = join(wire, number);
      const before = time.now;
      await time.until(
        () => friend.links.length === number - 1,
        15_000,
        `${aMinute} a minute: friend ${number} meets all`,
      );
      expect(time.now - before).toBeLessThan(15_000);
    }
    expect(ada.links).toHaveLength(5);
  },
);
