// messages of a few bytes whose answers cost the answerer tens of ms and hundreds of KB each, as often as one likes.
import { expect, test } from "vitest";
import { AntiEntropy } from "../../src/net/sync/anti-entropy.ts";
import { encodeMessage } from "../../src/net/link/message-bytes.ts";
import type { LinkMessage } from "../../src/net/link/message.ts";
import { createRoom } from "../support/room.ts";
import { toBase64url } from "../../src/lib/bytes.ts";
import { Chance } from "../support/chance.ts";
import type { Link } from "../../src/net/link/link.ts";
test("[GT4] a peer is answered at a rate, however often it asks", () => {
  const room = createRoom({ clientId: 5 });
  const chance = new Chance(1);
  for (let i = 0; i < 100_000; i++) room.ledger.ids.add(toBase64url(chance.bytes(16)) as never);
  const anti = new AntiEntropy(room.context, () => false);
  let bytes = 0;
  const link = {
    send: (m: LinkMessage) => {
      bytes += encodeMessage(m).length;
    },
  } as unknown as Link;
  anti.onBuckets(link, { type: "buckets", epoch: 0, digests: [] });
  bytes = 0;
  for (let i = 0; i < 50; i++) anti.onBuckets(link, { type: "buckets", epoch: 0, digests: [] });
  room.ledger.close();
  expect(bytes).toBeLessThan(3 * 450_000);
});
