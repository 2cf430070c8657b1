// What was said in the made-up room, by whom, and who holds it.

import type { Custody } from "../../src/app/model.ts";
import type { Language } from "../../src/lib/choices.ts";
import type { AuthorId, RecordId } from "../../src/room/ids.ts";
import type { Message } from "../../src/room/message.ts";
import { lines } from "./sample.ts";

const minute = 60_000;
const keys = ["q7Zr-self", "Xk2mina", "B93tomas", "Lw0ayesha", "7hRafiTwo", "uuOldFriend"];
export const author = (who: number): AuthorId => (keys[who] ?? `key${who}`) as AuthorId;
export const recordId = (n: number): RecordId => `r${n}` as RecordId;

export const message = (id: RecordId, who: number, ms: number, text: string): Message => ({
  id,
  author: author(who),
  clock: { ms, counter: 0 },
  wall: ms,
  text,
  replyTo: null,
  edited: false,
  erased: false,
  reactions: [],
});

export type Talk = Readonly<{
  messages: readonly Message[];
  late: ReadonlySet<RecordId>;
  custody: ReadonlyMap<RecordId, Custody>;
}>;

/** The sample's lines up to six minutes ago, `long` more before them. */
export const talk = (language: Language, long: number): Talk => {
  const script = lines[language];
  const total = script.reduce((sum, line) => sum + line.after, 0);
  let at = Date.now() - (total + 6) * minute;
  const custody = new Map<RecordId, Custody>();
  const late = new Set<RecordId>();
  const messages: Message[] = [];
  for (let n = 0; n < long; n++) {
    const ms = at - (long - n) * 7 * minute;
    messages.push(
      message(recordId(100 + n), n % 4, ms, `${n + 1}. ${script[n % script.length]?.text ?? ""}`),
    );
  }
  script.forEach((line, n) => {
    at += line.after * minute;
    const id = recordId(n);
    if (line.late === true) late.add(id);
    messages.push({
      ...message(id, line.who, at, line.text),
      replyTo: line.replyTo === undefined ? null : recordId(line.replyTo),
      edited: line.edited === true,
      erased: line.erased === true,
      reactions: (line.reactions ?? []).map(([emoji, by]) => ({ emoji, authors: by.map(author) })),
    });
    custody.set(id, (["everyone", "another", "here", "everyone"] as const)[n % 4] ?? "here");
  });
  return { messages, late, custody };
};
