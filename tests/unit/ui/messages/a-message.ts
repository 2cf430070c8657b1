import type { AuthorId, RecordId } from "../../../../src/room/ids.ts";
import type { Message } from "../../../../src/room/message.ts";

export const aMessage = (n: number, change: Partial<Message> & { by?: string } = {}): Message => {
  const { by = "mina", ...rest } = change;
  return {
    id: `r${n}` as RecordId,
    author: by as AuthorId,
    clock: { ms: n * 1000, counter: 0 },
    wall: n * 1000,
    text: `message ${n}`,
    replyTo: null,
    edited: false,
    erased: false,
    reactions: [],
    ...rest,
  };
};

export const someMessages = (count: number): readonly Message[] =>
  Array.from({ length: count }, (_, n) => aMessage(n));
