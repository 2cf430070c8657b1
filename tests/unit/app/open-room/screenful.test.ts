import { expect, test } from "vitest";
import { openScreenful, sealScreenful } from "../../../../src/app/open-room/screenful.ts";
import { Chance } from "../../../support/chance.ts";

const chance = new Chance(8);
const nothing = { trust: new Uint8Array(), records: [] };

test("[ST5] trust and records come back as they were kept, apart from the buffer they were read from", () => {
  const trust = chance.bytes(4096);
  const records = [chance.bytes(100), new Uint8Array(), chance.bytes(20_000)];
  const sealed = sealScreenful(trust, records);
  const opened = openScreenful(sealed);
  expect(opened).toEqual({ trust, records });
  sealed.fill(0);
  expect(opened.records).toEqual(records);
  expect(openScreenful(sealScreenful(new Uint8Array(), []))).toEqual(nothing);
});

test("[ST5] anything odd in storage is nothing, and does not throw", () => {
  const sealed = sealScreenful(chance.bytes(50), [chance.bytes(70), chance.bytes(70)]);
  expect(openScreenful(null)).toEqual(nothing);
  for (let length = 0; length < sealed.length; length++)
    expect(openScreenful(sealed.slice(0, length)), String(length)).toEqual(nothing);
  expect(
    openScreenful(
      sealScreenful(
        new Uint8Array(),
        Array.from({ length: 513 }, () => new Uint8Array()),
      ),
    ),
  ).toEqual(nothing);
  for (let i = 0; i < 500; i++) expect(() => openScreenful(chance.bytes(chance.below(60)))).not.toThrow();
});
