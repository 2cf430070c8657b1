import { describe, expect, it } from "vitest";
import type { AuthorId, RecordId } from "../../../../src/room/ids.ts";
import { unreadOf } from "../../../../src/ui/messages/unread.ts";
import { aMessage } from "./a-message.ts";

const me = "me" as AuthorId;
const r = (n: number): RecordId => `r${n}` as RecordId;

describe("[RM3][UX5] unread", () => {
  it("counts others' messages after the mark; my own and deleted ones are not news", () => {
    const messages = [
      aMessage(1),
      aMessage(2, { by: "me" }),
      aMessage(3),
      aMessage(4, { erased: true }),
      aMessage(5),
    ];
    expect(unreadOf(messages, r(1), me)).toEqual({ count: 2, first: messages[2] });
    expect(unreadOf(messages, r(5), me)).toEqual({ count: 0, first: null });
  });

  it("[RC3] is not what is ahead: it stands at the end again at each opening", () => {
    const ahead = { ms: 10 ** 12, counter: 0 };
    expect(unreadOf([aMessage(1), aMessage(2, { ahead }), aMessage(3)], r(1), me).count).toBe(1);
  });

  it("is nothing in a room never read, and while the mark has not arrived", () => {
    expect(unreadOf([aMessage(1)], null, me).count).toBe(0);
    expect(unreadOf([aMessage(1)], r(9), me).count).toBe(0);
    expect(unreadOf([], r(9), me).count).toBe(0);
  });
});
