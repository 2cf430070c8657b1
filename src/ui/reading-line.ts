import type { Message } from "../room/message.ts";
import { articleId } from "./message-view.ts";

/** The line being read: the first message in view, held at its height while the list around it changes. */
export class ReadingLine {
  readonly #scroller: () => HTMLElement;
  #held: Readonly<{ message: Message; top: number }> | null = null;

  constructor(scroller: () => HTMLElement) {
    this.#scroller = scroller;
  }

  get message(): Message | null {
    return this.#held?.message ?? null;
  }

  /** Before a change. `drawn`: the messages now in the page, in order. */
  remember(drawn: readonly Message[]): void {
    if (this.#held !== null) return;
    const edge = this.#scroller().getBoundingClientRect().top;
    for (const message of drawn) {
      const box = document.getElementById(articleId(message.id))?.getBoundingClientRect();
      if (box === undefined || box.bottom <= edge) continue;
      this.#held = { message, top: box.top };
      return;
    }
  }

  /** After it. */
  restore(): void {
    if (this.#held === null) return;
    const { message, top } = this.#held;
    this.#held = null;
    const box = document.getElementById(articleId(message.id))?.getBoundingClientRect();
    if (box !== undefined && box.top !== top) this.#scroller().scrollTop += box.top - top;
  }
}
