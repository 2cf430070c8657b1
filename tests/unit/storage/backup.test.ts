import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { deflateRawSync } from "node:zlib";
import * as Y from "yjs";
import { encodeContent } from "../../../src/storage/backup-content.ts";
import { openBackup, sealBackup, sealPacked, type BackupContent } from "../../../src/storage/backup.ts";

// scrypt is slow on purpose.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const doc = new Y.Doc();
for (let i = 0; i < 500; i++) doc.getMap("records").set(`k${i}`, new Uint8Array(80).fill(i));

const content: BackupContent = {
  seed: crypto.getRandomValues(new Uint8Array(32)),
  name: "রহিম",
  rooms: [
    {
      href: "#/p/tea",
      kind: "public",
      name: "tea",
      lastOpened: 1_790_000_000_000,
      history: [Y.encodeStateAsUpdate(doc), Uint8Array.of(0, 0)],
      blocked: ["a", "b"],
    },
    {
      href: "#/r/AAAAAAAAAAAAAAAAAAAAAA/x",
      kind: "private",
      name: "",
      lastOpened: 0,
      history: [],
      blocked: [],
    },
  ],
  createdAt: 1_790_000_000_001,
};
const passphrase = "কাক ডাকে café";
let file = new Uint8Array();

beforeAll(async () => {
  file = await sealBackup(content, passphrase);
});
afterEach(() => {
  vi.unstubAllGlobals();
});

describe("[ST6] backup", () => {
  test("[ST6] comes back as it was, in whatever normal form the passphrase is typed", async () => {
    expect(await openBackup(file, passphrase)).toEqual({ ok: true, content });
    expect(await openBackup(file, passphrase.normalize("NFD"))).toEqual({ ok: true, content });
  });

  test("[ST6] is deflated, holds nothing in the clear, and never the same twice", async () => {
    expect(file.length).toBeLessThan(Y.encodeStateAsUpdate(doc).length / 2);
    const text = Buffer.from(file);
    expect(text.includes("tea")).toBe(false);
    expect(text.includes(Buffer.from(content.seed))).toBe(false);
    expect(await sealBackup(content, passphrase)).not.toEqual(file);
  });

  test("[ST6] a wrong passphrase is said to be that", async () => {
    for (const wrong of ["", "কাক ডাকে cafe", `${passphrase} `]) {
      expect(await openBackup(file, wrong)).toEqual({ ok: false, reason: "wrong-passphrase" });
    }
  });

  test("[ST6] every cut and every kind of damage is said to be no backup", async () => {
    for (let length = 0; length < file.length; length += length < 120 ? 1 : 97) {
      expect(await openBackup(file.subarray(0, length), passphrase)).toEqual({
        ok: false,
        reason: "not-a-backup",
      });
    }
    for (let at = 0; at < file.length; at += at < 120 ? 1 : 97) {
      const damaged = file.slice();
      damaged[at] = (damaged[at] ?? 0) ^ 1;
      expect(await openBackup(damaged, passphrase)).toEqual({ ok: false, reason: "not-a-backup" });
    }
    expect(await openBackup(Buffer.from("<!doctype html>".repeat(99)), passphrase)).toMatchObject({
      ok: false,
    });
  });

  test("[ST6] a forged header with a right checksum opens nothing and asks for no unbearable work", async () => {
    const { sha256 } = await import("@noble/hashes/sha2.js");
    const forge = (at: number, value: number): Uint8Array => {
      const forged = file.slice();
      forged[at] = value;
      forged.set(sha256(forged.subarray(0, -16)).subarray(0, 16), forged.length - 16);
      return forged;
    };
    const notABackup = { ok: false, reason: "not-a-backup" };
    for (const log2N of [0, 9, 21, 63, 255])
      expect(await openBackup(forge(10, log2N), passphrase)).toEqual(notABackup);
    for (const at of [11, 12])
      for (const value of [0, 255])
        expect(await openBackup(forge(at, value), passphrase)).toEqual(notABackup);
    expect(await openBackup(forge(8, 1), passphrase)).toEqual(notABackup);
    expect(await openBackup(forge(8, 3), passphrase)).toEqual(notABackup);
    expect(await openBackup(forge(9, 2), passphrase)).toEqual(notABackup);
    // Flags, salt, nonce and content are under the tag.
    for (const at of [9, 20, 40, 60]) {
      expect(await openBackup(forge(at, (file[at] ?? 0) ^ 1), passphrase)).toEqual({
        ok: false,
        reason: "wrong-passphrase",
      });
    }
  });

  test("[ST6] without CompressionStream the file is longer, and opens everywhere", async () => {
    vi.stubGlobal("CompressionStream", undefined);
    const plain = await sealBackup(content, passphrase);
    expect(plain.length).toBeGreaterThan(Y.encodeStateAsUpdate(doc).length);
    expect(await openBackup(plain, passphrase)).toEqual({ ok: true, content });
    vi.unstubAllGlobals();
    expect(await openBackup(plain, passphrase)).toEqual({ ok: true, content });
  });

  test("[ST6] plain http: crypto.subtle is not needed", async () => {
    vi.stubGlobal("crypto", { getRandomValues: crypto.getRandomValues.bind(crypto) });
    expect(await openBackup(await sealBackup(content, passphrase), passphrase)).toEqual({
      ok: true,
      content,
    });
  });

  test("[ST7] a file that inflates beyond what records can is not opened; one's own, however alike its texts, is", async () => {
    const alike = { ...content, rooms: [{ ...content.rooms[0]!, history: [new Uint8Array(8_000_000)] }] };
    const own = await sealBackup(alike, passphrase);
    expect(own.length).toBeGreaterThan(8_000_000); // not deflated: it would not be believed
    expect(await openBackup(own, passphrase)).toMatchObject({ ok: true });
    const bomb = deflateRawSync(encodeContent(alike));
    expect(await openBackup(await sealPacked(bomb, { isDeflated: true }, passphrase), passphrase)).toEqual({
      ok: false,
      reason: "not-a-backup",
    });
  });
});
