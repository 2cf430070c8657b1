import type { RecordId } from "../../room/ids.ts";
import type { Message } from "../../room/message.ts";
import { indexOfPlace } from "../../room/places.ts";
import { around, atEnd, foundAgain, grownDown, grownUp, type ListWindow, type Shown } from "./list-window.ts";
import { articleId, idOfArticle } from "./message-view.ts";
import { ReadingLine } from "./reading-line.ts";

/** Closer to the newest message than this counts as being there. */
const nearEndPx = 40;
/** More is drawn before the reader comes to the edge of what is drawn. */
const growAtPx = 900;
/** How far down the view a message is put: where it was left, the divider near the top, one jumped to near the middle. */
const shares = { edge: 0, top: 0.2, middle: 0.4 };

type Place = Readonly<{ at: keyof typeof shares; focus: boolean }>;
type Target = Place & Readonly<{ id: RecordId }>;

type Around = Readonly<{
  /** The scrolling element; null until it is drawn. */
  log: () => HTMLElement | null;
  messages: () => readonly Message[];
  find: (id: RecordId) => Message | null;
  redraw: () => void;
  /** The reader moved: the first message in view, null when following. */
  onPlace: (id: RecordId | null) => void;
}>;

/**
 * What of the list is drawn and where it stands: a window of it, the line being read held in its place. Follows the
 * newest message only while that is in view. Its owner calls `beforeDraw` and `afterDraw` around each drawing.
 */
export class ListScroll {
  readonly #around: Around;
  readonly #line: ReadingLine;
  #following = true;
  #window: ListWindow = { from: 0, to: 0 };
  #shown: Shown | null = null;
  /** To be put into view by the next drawing. */
  #target: Target | null = null;
  #goLatest = false;
  /** Heights when the list was last put in place: while they stand, a distance from the end is the reader's doing. */
  #settled = { view: 0, content: 0 };

  constructor(surroundings: Around) {
    this.#around = surroundings;
    this.#line = new ReadingLine(surroundings.log);
  }

  /** At the newest message, and staying there as more arrive. */
  get following(): boolean {
    return this.#following;
  }

  get window(): ListWindow {
    return this.#window;
  }

  /** To the newest message with the next drawing, wherever the reader is. */
  toLatest(): void {
    this.#goLatest = true;
    this.#around.redraw();
  }

  /** Puts a message into view with the next drawing. False when it is not in the list. */
  goTo(message: Message, place: Place): boolean {
    const messages = this.#around.messages();
    const index = indexOfPlace(messages, message);
    if (messages[index]?.id !== message.id) return false;
    this.#following = this.#goLatest = false;
    if (index < this.#window.from || index >= this.#window.to) this.#show(around(index, messages.length));
    this.#target = { ...place, id: message.id };
    this.#around.redraw();
    return true;
  }

  /** What is in view comes back to its place, whatever is drawn until then. */
  hold(): void {
    this.#notice();
    if (!this.#following) this.#line.remember(this.#around.find);
  }

  beforeDraw(): void {
    const messages = this.#around.messages();
    if (this.#goLatest) this.#following = true;
    else this.#notice();
    this.#goLatest = false;
    if (this.#following) this.#show(atEnd(messages.length));
    else if (this.#shown !== null) {
      this.#line.remember(this.#around.find);
      this.#show(foundAgain(messages, this.#shown, this.#line.message));
    }
  }

  afterDraw(): void {
    const log = this.#around.log();
    if (log === null) return;
    if (this.#target !== null || this.#following) this.#line.forget();
    if (this.#target !== null) this.#reach(log, this.#target);
    else if (this.#following) log.scrollTop = log.scrollHeight;
    else this.#line.restore();
    this.#settle(log);
    // A tall screen may show all that is drawn while there is more.
    if (this.#window.from > 0 && !this.#following && log.scrollHeight < log.clientHeight * 2)
      this.#grow(grownUp(this.#window));
  }

  onScroll(): void {
    const log = this.#around.log();
    if (log === null || this.#target !== null || !this.#isSettled(log)) return;
    const { length } = this.#around.messages();
    const followed = this.#following;
    this.#notice();
    if (followed !== this.#following) this.#around.redraw();
    this.#around.onPlace(this.#following ? null : firstInView(log));
    if (log.scrollTop < growAtPx && this.#window.from > 0 && !this.#following)
      this.#grow(grownUp(this.#window));
    else if (below(log) < growAtPx && this.#window.to < length) this.#grow(grownDown(this.#window, length));
  }

  /** The keyboard opened, the composer grew, a font came. */
  onResize(): void {
    const log = this.#around.log();
    if (log === null) return;
    if (this.#following) log.scrollTop = log.scrollHeight;
    this.#settle(log);
  }

  #show(window: ListWindow): void {
    const messages = this.#around.messages();
    const first = messages[window.from];
    const last = messages[window.to - 1];
    this.#window = window;
    this.#shown =
      first === undefined || last === undefined
        ? null
        : { first, last, toEnd: window.to === messages.length };
  }

  #grow(window: ListWindow): void {
    this.#line.remember(this.#around.find);
    this.#show(window);
    this.#around.redraw();
  }

  #settle(log: HTMLElement): void {
    this.#settled = { view: log.clientHeight, content: log.scrollHeight };
  }

  /** False while something around the list changes its height: `onResize` answers that, the position means nothing. */
  #isSettled(log: HTMLElement): boolean {
    return log.clientHeight === this.#settled.view && log.scrollHeight === this.#settled.content;
  }

  /** Sees whether the reader has left the newest message or come back to it. Scroll events come late: a drawing may come first. */
  #notice(): void {
    const log = this.#around.log();
    if (log === null || this.#target !== null || this.#shown === null || !this.#isSettled(log)) return;
    this.#following = this.#shown.toEnd && below(log) < nearEndPx;
  }

  #reach(log: HTMLElement, { id, at, focus }: Target): void {
    this.#target = null;
    const article = document.getElementById(articleId(id));
    if (article === null) return;
    // The divider, when it stands above the message, is part of what one comes for.
    const before = article.previousElementSibling;
    const mark = before?.classList.contains("unread") === true ? before : article;
    const from = mark.getBoundingClientRect().top - log.getBoundingClientRect().top;
    log.scrollTop += from - log.clientHeight * shares[at];
    if (focus) article.focus({ preventScroll: true });
    if (this.#shown?.toEnd !== true || below(log) >= nearEndPx) return;
    this.#following = true;
    this.#around.redraw();
  }
}

/** The first message whose end is below the upper edge. They stand in order: halving finds it in a few looks. */
const firstInView = (log: HTMLElement): RecordId | null => {
  const edge = log.getBoundingClientRect().top;
  const articles = log.querySelectorAll("article");
  let low = 0;
  let high = articles.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((articles[middle]?.getBoundingClientRect().bottom ?? edge) <= edge) low = middle + 1;
    else high = middle;
  }
  const article = articles[low];
  return article === undefined ? null : idOfArticle(article);
};

const below = (log: HTMLElement): number => log.scrollHeight - log.scrollTop - log.clientHeight;
