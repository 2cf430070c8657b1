import { expect, test } from "vitest";
import { openScreenful, type Screenful } from "../../../../src/app/open-room/screenful.ts";
import { ScreenfulKeeper } from "../../../../src/app/open-room/screenful-keeper.ts";
import type { RecordId } from "../../../../src/room/ids.ts";

const id = "AAAAAAAAAAAAAAAAAAAAAA" as RecordId;
const bytes = Uint8Array.of(1, 2, 3);

const keeperOf = (state: Readonly<{ loaded: boolean; settled: boolean }>) => {
  const kept: Screenful[] = [];
  const ledger = {
    settled: state.settled,
    size: 1,
    bytesOf: () => bytes,
    accepted: () => [id],
    refused: () => [],
  };
  const keeper = new ScreenfulKeeper({
    session: { loaded: state.loaded, ledger },
    preferences: {
      screenful: {
        get: () => Promise.resolve(null),
        set: (value: Uint8Array | null) => {
          kept.push(openScreenful(value));
          return Promise.resolve();
        },
      },
    } as never,
    latest: () => [id],
    trust: new Uint8Array(),
  });
  return { keeper, kept };
};

test("[ST5] a room left while its long history is still verified keeps what it showed, and trusts no more than before", async () => {
  const { keeper, kept } = keeperOf({ loaded: true, settled: false });
  await keeper.close();
  expect(kept).toEqual([{ trust: new Uint8Array(), records: [bytes] }]);
});

test("[ST5] once everything is verified, it is trusted the next time", async () => {
  const { keeper, kept } = keeperOf({ loaded: true, settled: true });
  await keeper.keep();
  expect(kept[0]?.trust.length).toBe(4096);
});

test("[ST5] before the document is loaded nothing is kept: what was kept before may be more", async () => {
  const { keeper, kept } = keeperOf({ loaded: false, settled: true });
  await keeper.close();
  expect(kept).toEqual([]);
});
