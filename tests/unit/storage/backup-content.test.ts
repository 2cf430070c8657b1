import { expect, test } from "vitest";
import { encodeContent, parseContent, type BackupContent } from "../../../src/storage/backup-content.ts";

const content: BackupContent = {
  seed: new Uint8Array(32).fill(1),
  name: "n",
  rooms: [
    { href: "#/p/a", kind: "public", name: "a", lastOpened: 3, update: Uint8Array.of(0, 0), blocked: ["x"] },
  ],
  createdAt: 4,
};

test("[ST6] content that is cut, longer, or not ours is none, and nothing throws", () => {
  const bytes = encodeContent(content);
  expect(parseContent(bytes)).toEqual(content);
  for (let length = 0; length < bytes.length; length++)
    expect(parseContent(bytes.subarray(0, length))).toBeNull();
  expect(parseContent(Uint8Array.of(...bytes, 0))).toBeNull();
  expect(parseContent(encodeContent({ ...content, seed: new Uint8Array(31) }))).toBeNull();
  for (let at = 0; at < bytes.length; at++) {
    for (const value of [0, 127, 255]) {
      const mutated = bytes.slice();
      mutated[at] = value;
      expect(() => parseContent(mutated)).not.toThrow();
    }
  }
});
