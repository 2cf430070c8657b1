// A record dated exactly 24 h ahead of the fastest honest clock. That device follows it (RC3); for every device whose clock is
// a moment slower, all that the first one writes afterwards is over 24 h ahead for that moment.
import { World } from "../support/world.ts";
import { expect, test } from "vitest";
import { recordsOf } from "../support/room.ts";

test("[RC3] what an honest device writes shows on honest devices, whatever clocks it has followed", async () => {
  const world = new World(19);
  const ada = world.device({ skewMs: 2500 }).open();
  const [bela, evil] = [world.device().open(), world.device().open()];
  await world.linked();
  for (let i = 0; i < 5; i++) {
    // mallory learned ada's clock from her heartbeats
    const [edge] = recordsOf(
      evil.identity,
      [{ kind: "reaction", target: "AAAAAAAAAAAAAAAAAAAAAA" as never, emoji: "👍", on: true }],
      world.time.wall + 2500 + 24 * 3600 * 1000,
    );
    if (edge)
      for (const link of evil.mesh.links) link.send({ type: "records", request: 0, records: [edge.bytes] });
    await world.time.pass(300);
    ada.say(`ada ${i}`);
    await world.time.pass(120_000);
  }
  expect(bela.texts).toEqual(ada.texts);
});
