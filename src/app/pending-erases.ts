// Messages that their author deleted a moment ago: for a few seconds it can be taken back, for an erase record cannot (RC5).

import type { RecordId } from "../room/ids.ts";
import type { Message } from "../room/message.ts";

export const eraseDelayMs = 5000;

type Waiting = Readonly<{ message: Message; timer: ReturnType<typeof setTimeout> }>;

export class PendingErases {
  /** Changed in place. */
  readonly ids = new Set<RecordId>();
  readonly #waiting = new Map<RecordId, Waiting>();
  readonly #erase: (messages: readonly Message[]) => void;

  /** `erase` writes the erase records, at once. */
  constructor(erase: (messages: readonly Message[]) => void) {
    this.#erase = erase;
  }

  add(message: Message): void {
    const { id } = message;
    if (this.ids.has(id)) return;
    const timer = setTimeout(() => this.#end([id]), eraseDelayMs);
    this.#waiting.set(id, { message, timer });
    this.ids.add(id);
  }

  /** Taken back, or erased by another device of its author. True when it was waiting. */
  drop(id: RecordId): boolean {
    clearTimeout(this.#waiting.get(id)?.timer);
    this.#waiting.delete(id);
    return this.ids.delete(id);
  }

  /** The page may be going: nothing waits any longer. True when something did. */
  flush(): boolean {
    const ids = [...this.ids];
    this.#end(ids);
    return ids.length > 0;
  }

  #end(ids: readonly RecordId[]): void {
    const messages = ids.flatMap((id) => this.#waiting.get(id)?.message ?? []);
    for (const id of ids) this.drop(id);
    if (messages.length > 0) this.#erase(messages);
  }
}
