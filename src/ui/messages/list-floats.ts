import { html, nothing, type TemplateResult } from "lit";
import type { Locale } from "../../i18n/locale.ts";
import type { Message } from "../../room/message.ts";
import { icons } from "../icons.ts";

type Floats = Readonly<{
  /** Messages from a time apart, not come across yet. */
  late: readonly Message[];
  /** The newest message is out of view. */
  away: boolean;
  unread: number;
  onLate: (late: readonly Message[]) => void;
  onLatest: () => void;
}>;

/** What floats above the list: the way up to what joined above, the way down to the newest. */
export const floats = (locale: Locale, { late, away, unread, onLate, onLatest }: Floats): TemplateResult => {
  const { t } = locale;
  const number = (value: number): string => locale.number(value);
  const jump = unread > 0 ? t.room.jumpToLatestCount(unread, number(unread)) : t.room.jumpToLatest;
  const toLate = html`<button type="button" class="float late-above" @click=${() => onLate(late)}>
    ${icons.up} ${t.room.lateAbove(late.length, number(late.length))}
  </button>`;
  const toLatest = html`<button
    type="button"
    class="float to-latest"
    aria-label=${jump}
    title=${jump}
    @click=${onLatest}
  >
    ${icons.down} ${unread > 0 ? html`<span class="badge">${number(unread)}</span>` : nothing}
  </button>`;
  return html`${late.length > 0 ? toLate : nothing} ${away ? toLatest : nothing}`;
};
