import { html, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { RoomModel } from "../../app/model.ts";
import type { Locale } from "../../i18n/locale.ts";
import type { Message } from "../../room/message.ts";
import { announcements } from "./announcements.ts";

/** Longer than any screen reader takes to notice; what it has noticed it says to the end. */
const standMs = 10_000;

/**
 * What a screen reader says. Each announcement is a node of its own: a live region that is given the text it has
 * already has not changed, and says nothing.
 */
export class Announcer implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #standing: readonly Readonly<{ key: number; text: string; timer: ReturnType<typeof setTimeout> }>[] = [];
  #next = 0;
  /** The newest message that was looked at. */
  #last: Message | null = null;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {}

  hostDisconnected(): void {
    for (const { timer } of this.#standing) clearTimeout(timer);
    this.#standing = [];
  }

  say(text: string): void {
    const key = this.#next++;
    const timer = setTimeout(() => this.#end(key), standMs);
    this.#standing = [...this.#standing, { key, text, timer }];
    this.#host.requestUpdate();
  }

  /** What stands there when a room opens is read, not announced. */
  begin({ messages }: RoomModel): void {
    this.#last = messages.at(-1) ?? null;
  }

  /** Says what came since. */
  tell(locale: Locale, room: RoomModel): void {
    const last = room.messages.at(-1) ?? null;
    if (last === null || last.id === this.#last?.id) return;
    for (const text of announcements(locale, room, this.#last)) this.say(text);
    this.#last = last;
  }

  view(): TemplateResult {
    return html`<div class="sr-only" aria-live="polite">
      ${repeat(
        this.#standing,
        ({ key }) => key,
        ({ text }) => html`<p>${text}</p>`,
      )}
    </div>`;
  }

  #end(ended: number): void {
    this.#standing = this.#standing.filter(({ key }) => key !== ended);
    this.#host.requestUpdate();
  }
}
