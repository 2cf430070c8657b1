import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from "lit";
import { classMap } from "lit/directives/class-map.js";
import { guard } from "lit/directives/guard.js";
import { keyed } from "lit/directives/keyed.js";
import { repeat } from "lit/directives/repeat.js";
import type { Custody, ShownPerson, RoomModel } from "../../app/model.ts";
import { isolate } from "../../i18n/isolate.ts";
import type { Locale } from "../../i18n/locale.ts";
import type { AuthorId, RecordId } from "../../room/ids.ts";
import type { Message, Reaction } from "../../room/message.ts";
import { hued } from "../hued.ts";
import { icons } from "../icons.ts";
import { avatar, nameText, nameView, personName } from "../person-view.ts";
import { snippetOf } from "../snippet.ts";
import type { Row } from "./sections.ts";
import { isOnlyEmoji, textView } from "./text-view.ts";

const quickReactions: readonly string[] = ["👍", "❤️", "😂", "😮", "😢", "🙏"];

/** What a drawn message needs to know and whom it tells. */
export type MessageScene = Readonly<{
  room: RoomModel;
  locale: Locale;
  /** Shows its actions: hovered or focused. */
  active: RecordId | null;
  /** The one the Tab key reaches. */
  tabbed: RecordId | null;
  /** Shows the quick reactions. */
  reacting: RecordId | null;
  flashing: RecordId | null;
  onReply: (message: Message) => void;
  onEdit: (message: Message) => void;
  onDelete: (message: Message) => void;
  onKeep: (message: Message) => void;
  onReactStart: (message: Message) => void;
  onReact: (message: Message, emoji: string) => void;
  onMoreReactions: (message: Message) => void;
  onJump: (id: RecordId) => void;
}>;

export const articleId = (id: RecordId): string => `m-${id}`;
export const idOfArticle = (article: Element): RecordId => article.id.slice("m-".length) as RecordId;

// Custody as a running stitch: one stitch, two, the whole seam.
const stitches: Readonly<Record<Custody, number>> = { saving: 0, here: 1, another: 2, everyone: 3 };
const custodyView = (locale: Locale, custody: Custody): TemplateResult => {
  const label = locale.t.message.custody[custody];
  const stitch = (i: number): SVGTemplateResult =>
    svg`<path class=${i < stitches[custody] ? "stitch-done" : "stitch-open"} d=${`M${1.5 + i * 6.5} 6.5l3.5-4`}/>`;
  return html`<svg class="custody" viewBox="0 0 20 9" role="img" aria-label=${label}>
    <title>${label}</title>
    ${[0, 1, 2].map(stitch)}
  </svg>`;
};

/** So many who gave a reaction are named in its label: keys can be made up by the thousand. */
const mostNamed = 12;

/** Those who gave it first, and oneself. */
const giversOf = ({ authors }: Reaction, me: AuthorId): readonly AuthorId[] => {
  const first = authors.slice(0, mostNamed);
  return authors.includes(me) && !first.includes(me) ? [me, ...first] : first;
};

/** Everything a drawn message depends on. While it stands, the message is not drawn again: a heartbeat costs nothing. */
const drawnFrom = ({ message, headed, unread }: Row, { room, locale, ...scene }: MessageScene): unknown[] => {
  const { id } = message;
  const named = (author: AuthorId): string => {
    const { name, tag, hue, blocked } = room.person(author);
    return `${hue} ${String(blocked)} ${tag ?? ""} ${name}`;
  };
  const target = message.replyTo === null ? null : room.message(message.replyTo);
  const givers = message.reactions.flatMap((given) => giversOf(given, room.me).map(named));
  return [
    message,
    room.erasing.has(id),
    headed,
    unread,
    locale.edition,
    named(message.author),
    scene.active === id,
    scene.tabbed === id,
    scene.reacting === id,
    scene.flashing === id,
    room.late.has(id),
    message.author === room.me ? room.custody(id) : null,
    target,
    target === null ? null : `${String(room.erasing.has(target.id))} ${named(target.author)}`,
    givers.join(),
  ];
};

export const messageView = (row: Row, scene: MessageScene): unknown =>
  guard(drawnFrom(row, scene), () => draw(row, scene));

const draw = ({ message, headed, unread }: Row, scene: MessageScene): TemplateResult => {
  const { room, locale } = scene;
  const { t } = locale;
  const { id } = message;
  const mine = message.author === room.me;
  const person = room.person(message.author);
  const active = scene.active === id;
  const erasing = room.erasing.has(id);
  const gone = message.erased || erasing;
  const jumbo = !gone && message.replyTo === null && isOnlyEmoji(message.text);
  return html`${unread ? html`<div class="unread" role="separator" aria-label=${t.room.unread}><span aria-hidden="true">${t.room.unread}</span></div>` : nothing}
    <article
      id=${articleId(id)}
      class=${classMap({ message: true, mine, headed, jumbo, gone, active, flash: scene.flashing === id })}
      tabindex=${scene.tabbed === id ? "0" : "-1"}
      aria-labelledby=${`a-${id} x-${id} w-${id}`}
    >
      ${headed && !mine ? avatar(person) : nothing}
      <div class="message-main">
        ${
          headed
            ? html`<h3 class=${mine && person.tag === null ? "sr-only" : "message-author"} id=${`a-${id}`}>
                ${nameView(t, person)}
              </h3>`
            : html`<span class="sr-only" id=${`a-${id}`}>${nameText(t, person)}</span>`
        }
        <div class="bubble" ${hued(person.hue)}>
          ${gone || message.replyTo === null ? nothing : quote(message.replyTo, scene)}
          ${
            gone
              ? html`<p class="message-text erased" id=${`x-${id}`}>${t.message.erased}</p>`
              : bodyView(message)
          }
          ${
            erasing
              ? html`<button
                  type="button"
                  class="link undo"
                  id=${`w-${id}`}
                  @click=${() => scene.onKeep(message)}
                >
                  ${t.message.undo}
                </button>`
              : metaView(message, scene, mine && !gone)
          }
        </div>
        ${gone || message.reactions.length === 0 ? nothing : reactions(message, scene)}
        ${active && !gone ? actions(message, scene, mine) : nothing}
      </div>
    </article>`;
};

/** Who asks their browser may have messages translated, and nothing else; a text that changes is a new element then. */
const bodyView = ({ id, text }: Message): unknown =>
  keyed(text, html`<p class="message-text" translate="yes" dir="auto" id=${`x-${id}`}>${textView(text)}</p>`);

/** `kept`: an own message, with the mark of who holds it. */
const metaView = (message: Message, { room, locale }: MessageScene, kept: boolean): TemplateResult => {
  const { t } = locale;
  const custody = kept ? room.custody(message.id) : null;
  return html`<span class="message-meta" id=${`w-${message.id}`}>
    ${message.ahead === undefined ? nothing : html`<span class="late" role="img" aria-label=${t.message.aheadTitle} title=${t.message.aheadTitle}>${t.message.ahead}</span>`}
    ${room.late.has(message.id) ? html`<span class="late" title=${t.message.lateTitle}>${t.message.late}</span>` : nothing}
    ${message.edited && !message.erased ? html`<span>${t.message.edited}</span>` : nothing}
    <time datetime=${new Date(message.wall).toISOString()} title=${locale.full(message.wall)}
      >${locale.time(message.wall)}</time
    >
    ${custody === null ? nothing : custodyView(locale, custody)}
  </span>`;
};

const quote = (target: RecordId, { room, locale, onJump }: MessageScene): TemplateResult => {
  const { t } = locale;
  const message = room.message(target);
  const person: ShownPerson | null = message === null ? null : room.person(message.author);
  if (message === null || person === null || person.blocked)
    return html`<p class="quote erased">${t.message.replyMissing}</p>`;
  if (message.erased || room.erasing.has(target))
    return html`<p class="quote erased">${t.message.replyErased}</p>`;
  return html`<button
    type="button"
    class="quote"
    ${hued(person.hue)}
    aria-label=${`${t.message.replyTo(personName(t, person))}: ${isolate(snippetOf(message.text))}`}
    @click=${() => onJump(target)}
  >
    <span class="quote-author"><bdi>${personName(t, person)}</bdi></span>
    <span class="quote-text" dir="auto">${snippetOf(message.text)}</span>
  </button>`;
};

const reactions = (message: Message, { room, locale, onReact }: MessageScene): TemplateResult => {
  const view = ({ emoji, authors }: Reaction): TemplateResult => {
    const mine = authors.includes(room.me);
    const named = giversOf({ emoji, authors }, room.me);
    const names = named.map((author) =>
      author === room.me ? locale.t.message.you : personName(locale.t, room.person(author)),
    );
    const more = authors.length - named.length;
    if (more > 0) names.push(locale.t.people.others(more, locale.number(more)));
    const label = locale.t.message.reactedBy(emoji, locale.list(names));
    return html`<button
      type="button"
      class="reaction"
      aria-pressed=${mine ? "true" : "false"}
      aria-label=${label}
      title=${label}
      @click=${() => onReact(message, emoji)}
    >
      <span class="emoji">${emoji}</span> <span>${locale.number(authors.length)}</span>
    </button>`;
  };
  return html`<div class="reactions">${repeat(message.reactions, ({ emoji }) => emoji, view)}</div>`;
};

const actions = (message: Message, scene: MessageScene, mine: boolean): TemplateResult => {
  const { t } = scene.locale;
  const button = (label: string, icon: TemplateResult, act: () => void): TemplateResult =>
    html`<button type="button" class="button-icon small" aria-label=${label} title=${label} @click=${act}>
      ${icon}
    </button>`;
  if (scene.reacting === message.id)
    return html`<div class="actions picking" role="group" aria-label=${t.message.react}>
      ${quickReactions.map(
        (emoji) =>
          html`<button
            type="button"
            class="button-emoji"
            aria-label=${t.message.reactWith(emoji)}
            title=${t.message.reactWith(emoji)}
            @click=${() => scene.onReact(message, emoji)}
          >
            ${emoji}
          </button>`,
      )}
      ${button(t.message.moreReactions, icons.plus, () => scene.onMoreReactions(message))}
    </div>`;
  return html`<div class="actions" role="group" aria-label=${t.message.actions}>
    ${button(t.message.reply, icons.reply, () => scene.onReply(message))}
    ${button(t.message.react, icons.react, () => scene.onReactStart(message))}
    ${
      mine
        ? html`${button(t.message.edit, icons.edit, () => scene.onEdit(message))}
          ${button(t.message.delete, icons.trash, () => scene.onDelete(message))}`
        : nothing
    }
  </div>`;
};
