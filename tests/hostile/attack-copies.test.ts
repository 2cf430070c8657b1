// One record, the same (or forged) bytes, in thousands of slots without origin. Yjs keeps all copies of a key in one list and
// walks it for each new one: 12 000 copies, 30 KB on the wire, held the page for 40 s, and again at each opening.
import { expect, test } from "vitest";
import type * as Y from "yjs";
import { Gate } from "../../src/net/sync/gate.ts";
import { encodeUpdate, type Struct } from "../../src/net/sync/update.ts";
import { cheapIdentity } from "../support/cheap-identity.ts";
import { createRoom, messagesOf, eraseOf } from "../support/room.ts";
import { Chance } from "../support/chance.ts";
import { receive } from "../support/receive.ts";

const mallory = cheapIdentity(new Chance(3));
const copies = (doc: Y.Doc, key: string): number => {
  let count = 0;
  for (let item = doc.getMap("records")._map.get(key) ?? null; item !== null; item = item.left) count++;
  return count;
};

test.each(["one client", "many clients", "many clients, erased"])(
  "[GT4] copies of one record in thousands of slots (%s) do not pile up in the document",
  async (kind) => {
    const room = createRoom({ clientId: 5 });
    const gate = new Gate(room.context, "mesh");
    const [r, next] = messagesOf(mallory, 2, (i) => `x${i}`);
    if (!r || !next) throw new Error();
    if (kind.includes("erased")) {
      const e = eraseOf(mallory, r);
      room.ledger.receive(e.id, e.bytes);
      await room.ledger.whenSettled();
    }
    for (let round = 0; round < 5; round++)
      receive(
        gate,
        encodeUpdate(
          Array.from({ length: 300 }, (_, i): Struct => ({
            client: kind === "one client" ? 77 : 1e6 + round * 300 + i,
            clock: kind === "one client" ? round * 300 + i : 0,
            key: r.id,
            bytes: kind.includes("erased") ? null : r.bytes,
          })),
        ),
      );
    expect(copies(room.doc, r.id)).toBeLessThanOrEqual(128);
    // What is honest of such a client is not lost, and nothing waits for what is refused.
    receive(
      gate,
      encodeUpdate([
        { client: 77, clock: kind === "one client" ? 1500 : 0, key: next.id, bytes: next.bytes },
      ]),
    );
    await room.ledger.whenSettled();
    expect([room.ledger.ids.has(next.id), gate.heldSince]).toEqual([true, null]);
    room.ledger.close();
  },
);
