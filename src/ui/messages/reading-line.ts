import type { RecordId } from "../../room/ids.ts";
import type { Message } from "../../room/message.ts";
import { articleId, idOfArticle } from "./message-view.ts";

/** The line being read: the first message in view, held at its height while the list around it changes. */
export class ReadingLine {
  readonly #scroller: () => HTMLElement | null;
  #held: Readonly<{ message: Message; top: number }> | null = null;

  constructor(scroller: () => HTMLElement | null) {
    this.#scroller = scroller;
  }

  get message(): Message | null {
    return this.#held?.message ?? null;
  }

  /** Before the page changes. `find`: a message that is still in the room. The list may have changed already. */
  remember(find: (id: RecordId) => Message | null): void {
    const scroller = this.#scroller();
    if (this.#held !== null || scroller === null) return;
    const edge = scroller.getBoundingClientRect().top;
    for (const article of scroller.querySelectorAll("article")) {
      const { top, bottom } = article.getBoundingClientRect();
      const message = bottom > edge ? find(idOfArticle(article)) : null;
      if (message === null) continue;
      this.#held = { message, top };
      return;
    }
  }

  forget(): void {
    this.#held = null;
  }

  /** After it. */
  restore(): void {
    const scroller = this.#scroller();
    if (this.#held === null || scroller === null) return;
    const { message, top } = this.#held;
    this.#held = null;
    const box = document.getElementById(articleId(message.id))?.getBoundingClientRect();
    if (box !== undefined && box.top !== top) scroller.scrollTop += box.top - top;
  }
}
