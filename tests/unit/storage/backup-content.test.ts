import { expect, test } from "vitest";
import { encodeContent, parseContent, type BackupContent } from "../../../src/storage/backup-content.ts";

const content: BackupContent = {
  seed: new Uint8Array(32).fill(1),
  name: "n",
  rooms: [
    {
      href: "#/p/a",
      kind: "public",
      name: "a",
      lastOpened: 3,
      history: [Uint8Array.of(0, 0), Uint8Array.of(1)],
      blocked: ["x"],
    },
  ],
  createdAt: 4,
};

test("[ST6] content that is cut, longer, or not ours is none, and nothing throws", () => {
  const bytes = encodeContent(content);
  expect(parseContent(bytes)).toEqual(content);
  // Cut between two chunks it is a shorter one (the file's checksum tells); else it is none.
  const shorter = [
    { ...content, rooms: [] },
    { ...content, rooms: [{ ...content.rooms[0], history: [] }] },
  ];
  let whole = 0;
  for (let length = 0; length < bytes.length; length++) {
    const parsed = parseContent(bytes.subarray(0, length));
    if (parsed !== null) whole++;
    if (parsed?.rooms[0]?.history.length !== 1) expect([null, ...shorter]).toContainEqual(parsed);
  }
  expect(whole).toBe(3);
  expect(parseContent(Uint8Array.of(...bytes, 0))).toBeNull();
  expect(parseContent(encodeContent({ ...content, seed: new Uint8Array(9) }))).toBeNull();
  for (let at = 0; at < bytes.length; at++) {
    for (const value of [0, 127, 255]) {
      const mutated = bytes.slice();
      mutated[at] = value;
      expect(() => parseContent(mutated)).not.toThrow();
    }
  }
});

test("[VR6] chunks of a later version are passed over, wherever they stand", () => {
  const bytes = encodeContent(content);
  const later = Uint8Array.of(99, 3, 1, 2, 3);
  expect(parseContent(Uint8Array.of(...later, ...bytes, ...later))).toEqual(content);
});

test("[ST7] a file that says it holds rooms or blocked people without end is none", () => {
  const crowd = Array.from({ length: 4097 }, () => content.rooms[0]).filter((room) => room !== undefined);
  expect(parseContent(encodeContent({ ...content, rooms: crowd }))).toBeNull();
  const [room] = crowd;
  if (room === undefined) throw new Error("no room");
  const blocked = Array.from({ length: 4097 }, () => "x");
  expect(parseContent(encodeContent({ ...content, rooms: [{ ...room, blocked }] }))).toBeNull();
});
