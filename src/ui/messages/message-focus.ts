import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { RecordId } from "../../room/ids.ts";
import { articleId, idOfArticle } from "./message-view.ts";

const articleOf = (target: EventTarget | null): HTMLElement | null =>
  target instanceof Element ? target.closest("article") : null;

/** Which message the hand is on: hovered with a mouse, focused by keyboard or touch, or choosing a reaction. */
export class MessageFocus implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #hovered: RecordId | null = null;
  #focused: RecordId | null = null;
  #reacting: RecordId | null = null;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {}

  /** Its actions are shown. */
  get active(): RecordId | null {
    return this.#hovered ?? this.#focused;
  }
  get focused(): RecordId | null {
    return this.#focused;
  }
  get reacting(): RecordId | null {
    return this.#reacting;
  }

  onPointerOver(event: PointerEvent): void {
    if (event.pointerType === "touch") return;
    const article = articleOf(event.target);
    const id = article === null ? null : idOfArticle(article);
    if (id === this.#hovered) return;
    this.#hovered = id;
    if (this.#focused === null) this.#reacting = null;
    this.#host.requestUpdate();
  }

  onPointerLeave(): void {
    this.#hovered = null;
    this.#host.requestUpdate();
  }

  onFocusIn(event: FocusEvent): void {
    const article = articleOf(event.target);
    const id = article === null ? null : idOfArticle(article);
    if (id === this.#focused) return;
    this.#focused = id;
    this.#reacting = null;
    this.#host.requestUpdate();
  }

  onFocusOut(event: FocusEvent): void {
    const list = event.currentTarget;
    if (list instanceof Node && list.contains(event.relatedTarget as Node | null)) return;
    this.#focused = this.#reacting = null;
    this.#host.requestUpdate();
  }

  /** A tap on a message shows its actions. */
  onClick(event: MouseEvent): void {
    const { target } = event;
    if (!(target instanceof Element) || target.closest("a, button") !== null) return;
    articleOf(target)?.focus({ preventScroll: true });
  }

  /** To a drawn message; the mouse, wherever it rests, no longer counts. */
  moveTo(id: RecordId): void {
    this.#hovered = null;
    document.getElementById(articleId(id))?.focus();
    this.#host.requestUpdate();
  }

  /** Shows the quick reactions; the first of them takes the focus of the button that goes. */
  async startReacting(id: RecordId): Promise<void> {
    const article = document.getElementById(articleId(id));
    // First, because the pressed button goes, and its going would read as the focus leaving the list.
    article?.focus({ preventScroll: true });
    this.#reacting = id;
    this.#host.requestUpdate();
    await this.#host.updateComplete;
    article?.querySelector<HTMLElement>(".button-emoji")?.focus({ preventScroll: true });
  }

  /** False when no reaction was being chosen. */
  stopReacting(): boolean {
    if (this.#reacting === null) return false;
    document.getElementById(articleId(this.#reacting))?.focus({ preventScroll: true });
    this.#reacting = null;
    this.#host.requestUpdate();
    return true;
  }
}
