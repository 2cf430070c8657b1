// Between tabs of one room: a tab that writes nothing learns when the writing tab has stored what it holds (ST4),
// so that "saved here" is true in every tab. It asks with its state vector; the writer answers with its own.

import * as Y from "yjs";

export type TabSaves = Readonly<{
  /** Follower: tell me when what my document holds now is stored. */
  ask(): void;
  /** Writer: everything is stored; whoever waits for it may know. `unasked`: a new writer says so to all. */
  answer(options?: { unasked?: boolean }): void;
  close(): void;
}>;

type Word = Readonly<{ kind: "ask" | "saved"; vector: Uint8Array }>;

const parseWord = (data: unknown): Word | null => {
  if (typeof data !== "object" || data === null) return null;
  const { kind, vector } = data as Partial<Word>;
  return (kind === "ask" || kind === "saved") && vector instanceof Uint8Array ? { kind, vector } : null;
};

const covers = (outer: Map<number, number>, inner: Map<number, number>): boolean =>
  [...inner].every(([client, clock]) => (outer.get(client) ?? 0) >= clock);

const silent: TabSaves = { ask: () => undefined, answer: () => undefined, close: () => undefined };

export const tabSaves = (
  name: string,
  doc: Y.Doc,
  { isStored, onStored }: { /** Writer only. */ isStored: () => boolean; onStored: () => void },
): TabSaves => {
  if (typeof BroadcastChannel !== "function") return silent;
  const channel = new BroadcastChannel(`kothabarta-saves-2:${name}`);
  let asked: Map<number, number>[] = [];
  let asking = false;

  const say = (kind: Word["kind"]): void => channel.postMessage({ kind, vector: Y.encodeStateVector(doc) });
  const answer = ({ unasked = false } = {}): void => {
    if (!isStored() || (asked.length === 0 && !unasked)) return;
    say("saved");
    // Who is ahead of this tab is answered again once that has come here and is stored.
    const mine = Y.decodeStateVector(Y.encodeStateVector(doc));
    asked = asked.filter((vector) => !covers(mine, vector));
  };
  channel.addEventListener("message", (event: MessageEvent<unknown>) => {
    const word = parseWord(event.data);
    if (word === null) return;
    const vector = Y.decodeStateVector(word.vector);
    if (word.kind === "ask") {
      asked = [...asked.slice(-7), vector]; // a few tabs; an older question of a tab is answered by its newer one
      answer();
    } else if (covers(vector, Y.decodeStateVector(Y.encodeStateVector(doc)))) {
      onStored();
    }
  });
  return {
    ask() {
      if (asking) return;
      asking = true;
      queueMicrotask(() => {
        asking = false;
        say("ask");
      });
    },
    answer,
    close: () => channel.close(),
  };
};
