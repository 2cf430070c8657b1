import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { RoomModel } from "../../app/model.ts";
import { isBlank } from "../../lib/blank.ts";
import type { SendKey } from "../../lib/choices.ts";
import { trimText } from "../../lib/trim-text.ts";
import type { Draft } from "../../room/draft.ts";
import { isTextTooLong, maxTextBytes, textBytes } from "../../room/text-size.ts";
import { icons } from "../icons.ts";
import { KbElement } from "../kb-element.ts";
import { personName } from "../person-view.ts";
import type { Composing } from "./composing.ts";
import { isComposition, sends } from "./send-key.ts";
import { snippetOf } from "../snippet.ts";
import { isTouch } from "../touch.ts";
import { Watch } from "../watch.ts";

/** The draft once `text` is written there. */
const draftOf = (composing: Composing, text: string): Partial<Draft> =>
  composing.at === "edit"
    ? { edit: { target: composing.target.id, text } }
    : { text, replyTo: composing.at === "reply" ? composing.to.id : null, edit: null };

const typingEveryMs = 1000;
/** More than fits into the six lines the composer grows to. */
const mirroredLetters = 1200;

/** Where messages are written. Never blocks: sending is instant and local, online or not. */
@customElement("kb-composer")
export class KbComposer extends KbElement {
  @property({ attribute: false }) room!: RoomModel;
  @property({ attribute: false }) sendKey: SendKey = "enter";
  @property({ attribute: false }) composing: Composing = { at: "new" };

  @state() private empty = true;
  /** UTF-8 bytes when the text is over the limit, else null. */
  @state() private tooLong: number | null = null;

  @query("textarea") private area!: HTMLTextAreaElement;
  #typedAt = 0;

  constructor() {
    super();
    void new Watch(this, () => this.room);
  }

  protected override render(): TemplateResult {
    const { t, composing } = this;
    return html`<form
      class="composer"
      @submit=${(event: SubmitEvent) => this.#submit(event)}
      @keydown=${(event: KeyboardEvent) => this.#key(event)}
    >
      ${composing.at === "new" ? nothing : this.#about()}
      ${
        this.tooLong === null
          ? nothing
          : html`<p class="problem" role="alert" id="composer-problem">
              ${t.composer.tooLong(this.locale.bytes(this.tooLong), this.locale.bytes(maxTextBytes))}
            </p>`
      }
      <div class="composer-row">
        <div class="composer-grow">
          <textarea
            class="composer-text"
            rows="1"
            dir="auto"
            enterkeyhint=${isTouch() || this.sendKey !== "enter" ? "enter" : "send"}
            aria-label=${t.composer.message}
            aria-invalid=${this.tooLong === null ? "false" : "true"}
            placeholder=${t.composer.placeholder}
            @input=${() => this.#input()}
          ></textarea>
        </div>
        <button
          class="button-send"
          aria-label=${t.composer.send}
          title=${t.composer.send}
          ?disabled=${this.empty || this.tooLong !== null}
          @pointerdown=${(event: PointerEvent) => event.preventDefault()}
          @mousedown=${(event: MouseEvent) => event.preventDefault()}
        >
          ${icons.send}
        </button>
      </div>
    </form>`;
  }

  protected override firstUpdated(): void {
    // On touch the keyboard would jump over the messages one came to read.
    if (!isTouch()) this.area.focus({ preventScroll: true });
  }

  protected override updated(changed: PropertyValues): void {
    if (!changed.has("composing")) return;
    // `composing` changes from outside: an edit has its own text, the draft waits behind it.
    const before = changed.get("composing") as Composing | undefined;
    const { draft } = this.room;
    if (this.composing.at === "edit") this.#put(draft.edit?.text ?? this.composing.target.text);
    else if (before === undefined || before.at === "edit") this.#put(draft.text);
  }

  /** To write here. */
  override focus(): void {
    this.area.focus();
  }

  #about(): TemplateResult | typeof nothing {
    const { t, composing, room } = this;
    if (composing.at === "new") return nothing;
    const editing = composing.at === "edit";
    const message = editing ? composing.target : composing.to;
    const title = editing
      ? t.composer.editing
      : t.composer.replyingTo(personName(t, room.person(message.author)));
    const cancel = editing ? t.composer.cancelEdit : t.composer.cancelReply;
    return html`<div class="composer-about">
      ${editing ? icons.edit : icons.reply}
      <div class="min-w-0 flex-1">
        <p class="composer-about-title">${title}</p>
        ${editing ? nothing : html`<p class="truncate text-sm" dir="auto">${snippetOf(message.text)}</p>`}
      </div>
      <button
        type="button"
        class="button-icon small"
        aria-label=${cancel}
        title=${cancel}
        @click=${() => this.say("kb-compose-end", null)}
      >
        ${icons.close}
      </button>
    </div>`;
  }

  #put(text: string): void {
    this.area.value = text;
    this.#measure();
    this.area.setSelectionRange(text.length, text.length);
  }

  #input(): void {
    this.#measure();
    const { value } = this.area;
    this.room.setDraft(draftOf(this.composing, value));
    const now = Date.now();
    if (!isBlank(value) && now - this.#typedAt > typingEveryMs) {
      this.#typedAt = now;
      this.room.setTyping();
    }
  }

  #measure(): void {
    const { area } = this;
    const text = trimText(area.value);
    this.empty = isBlank(text);
    this.tooLong = isTextTooLong(text) ? textBytes(text) : null;
    // A mirror under the textarea gives the height (style sheet). Measuring with scrollHeight would make the textarea
    // small for a moment, and the message list would lose its place.
    const mirror = area.parentElement;
    if (mirror !== null) mirror.dataset["text"] = area.value.slice(0, mirroredLetters);
  }

  #key(event: KeyboardEvent): void {
    if (isComposition(event)) return;
    const { key } = event;
    if (key === "Escape") {
      if (this.composing.at === "new") this.say("kb-escape", null);
      else this.say("kb-compose-end", null);
      return;
    }
    if (event.target !== this.area) return;
    if (key === "PageUp" || key === "PageDown") this.#page(event, key === "PageUp" ? -1 : 1);
    if (sends(event, this.sendKey, isTouch())) {
      event.preventDefault();
      this.#send();
    } else if (key === "ArrowUp" && this.area.value === "" && this.composing.at === "new") {
      const mine = this.room.messages.findLast(
        ({ id, author, erased }) => author === this.room.me && !erased && !this.room.erasing.has(id),
      );
      if (mine === undefined) return;
      event.preventDefault();
      this.say("kb-edit", mine);
    }
  }

  /** One reads while one writes: what does not move the text moves the list. */
  #page(event: KeyboardEvent, towards: -1 | 1): void {
    if (event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return;
    if (this.area.scrollHeight > this.area.clientHeight) return;
    event.preventDefault();
    this.say("kb-page", towards);
  }

  #submit(event: SubmitEvent): void {
    event.preventDefault();
    this.#send();
  }

  #send(): void {
    const { composing, room } = this;
    const text = trimText(this.area.value);
    if (isBlank(text) || this.tooLong !== null) return;
    const problem =
      composing.at === "edit"
        ? room.edit(composing.target.id, text)
        : composing.at === "reply"
          ? room.send(text, { replyTo: composing.to.id })
          : room.send(text);
    if (problem === "too-long") {
      this.tooLong = textBytes(text);
      return;
    }
    if (composing.at !== "edit") {
      room.setDraft({ text: "", replyTo: null });
      this.#put("");
    }
    this.#typedAt = 0;
    this.area.focus();
    // After an edit the draft comes back (see updated).
    if (composing.at !== "new") this.say("kb-compose-end", null);
    if (composing.at !== "edit") this.say("kb-sent", null);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "kb-composer": KbComposer;
  }
}
