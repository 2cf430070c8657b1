import { deflateRawSync } from "node:zlib";
import { expect, onTestFinished, test, vi } from "vitest";
import { deflate, inflate } from "../../../src/lib/deflate.ts";
import { utf8 } from "../../../src/lib/bytes.ts";
import { Chance } from "../../support/chance.ts";

const poem = utf8(
  Array.from({ length: 200 }, (_, i) => `${i * 7919} আমার সোনার বাংলা, আমি তোমায় ভালোবাসি। `).join(""),
);

test("[FR1] what can be made shorter comes back as it was", async () => {
  const short = await deflate(poem);
  expect(short?.length).toBeLessThan(poem.length / 10);
  expect(await inflate(short ?? new Uint8Array(), poem.length)).toEqual(poem);
});

test("[FR1] what would not become shorter is left alone", async () => {
  expect(await deflate(new Chance(1).bytes(4000))).toBeNull();
  expect(await deflate(new Uint8Array())).toBeNull();
});

test("[FR1] more than the limit, rubbish and truncated bytes are nothing", async () => {
  const short = (await deflate(poem)) ?? new Uint8Array();
  expect(await inflate(short, poem.length - 1)).toBeNull();
  expect(await inflate(deflateRawSync(new Uint8Array(20_000_000)), 1 << 21)).toBeNull();
  expect(await inflate(short.subarray(0, short.length - 5), poem.length)).toBeNull();
  const chance = new Chance(2);
  for (let i = 0; i < 20; i++) expect(await inflate(chance.bytes(200), 1 << 21)).toBeNull();
});

test("[FR1] what is more than 50 times as long as it comes is not opened, and never made", async () => {
  for (const length of [1 << 13, 1 << 20]) {
    const alike = new Uint8Array(length);
    expect(await inflate(deflateRawSync(alike), 1 << 21)).toBeNull();
    expect(await deflate(alike)).toBeNull();
  }
  // The most that an honest record is: one letter, and a signature.
  const record = new Uint8Array([...new Chance(3).bytes(300), ...new Uint8Array(12_000)]);
  const packed = await deflate(record);
  expect(packed).not.toBeNull();
  expect(await inflate(packed ?? record, 1 << 21)).toEqual(record);
});

test("[FR1] where the platform cannot deflate, both say so", async () => {
  vi.stubGlobal("CompressionStream", undefined);
  onTestFinished(() => {
    vi.unstubAllGlobals();
  });
  expect([await deflate(poem), await inflate(poem, poem.length)]).toEqual([null, null]);
});
