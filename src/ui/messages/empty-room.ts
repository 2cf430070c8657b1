import { html, nothing, type TemplateResult } from "lit";
import type { RoomModel } from "../../app/model.ts";
import type { Locale } from "../../i18n/locale.ts";
import { emptyListOf } from "../company.ts";
import { icons } from "../icons.ts";
import { openShare } from "../open.ts";
import { nameText } from "../person-view.ts";

/** A picture of the link, which the dialog gives too: where it cannot be fetched its place stays empty. */
const loadQr = (): Promise<unknown> => import("../dialogs/kb-qr.ts").catch(() => null);

/** More names would say no more. */
const mostNames = 3;

/** Nobody has been met: the link, for those who are to come. */
const invitation = (locale: Locale, room: RoomModel): TemplateResult => {
  const { t } = locale;
  void loadQr();
  return html`<p class="prose">${t.room.emptyText}</p>
    <kb-qr class="empty-qr" aria-hidden="true" .text=${room.share.links[0]?.url ?? ""} .label=${""}></kb-qr>
    <button type="button" class="button" @click=${() => void openShare(locale, room)}>
      ${icons.share} ${t.room.giveLink}
    </button>`;
};

const company = (locale: Locale, room: RoomModel): TemplateResult | typeof nothing => {
  const names = room.people
    .filter(({ path, blocked, name }) => path !== "you" && path !== "away" && !blocked && name !== "")
    .slice(0, mostNames)
    .map((person) => nameText(locale.t, person));
  if (names.length === 0) return nothing;
  return html`<p class="prose">${locale.t.room.here(names.length, locale.list(names))}</p>`;
};

/** What stands in a list without messages. */
export const emptyRoom = (locale: Locale, room: RoomModel): TemplateResult => {
  const { t } = locale;
  const line = (text: string): TemplateResult => html`<p class="alone">${text}</p>`;
  const card = (rest: TemplateResult | typeof nothing): TemplateResult =>
    html`<div class="card stitched empty-room">
      <h2 class="title">${t.room.emptyTitle}</h2>
      ${rest}
    </div>`;
  switch (emptyListOf(room.connection)) {
    case "opening":
      return line(t.room.loading);
    case "receiving":
      return line(t.connection.receiving(locale.percent(room.connection.receiving ?? 0)));
    case "sought":
      return line(t.connection.connecting);
    case "apart":
      return line(t.room.apart);
    case "together":
      return card(company(locale, room));
    case "invite":
      return card(invitation(locale, room));
  }
};
