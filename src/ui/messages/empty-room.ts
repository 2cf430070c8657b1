import { html, type TemplateResult } from "lit";
import type { RoomModel } from "../../app/model.ts";
import type { Locale } from "../../i18n/locale.ts";
import { icons } from "../icons.ts";
import { openShare } from "../open.ts";

/** A picture of the link, which the dialog gives too: where it cannot be fetched its place stays empty. */
const loadQr = (): Promise<unknown> => import("../dialogs/kb-qr.ts").catch(() => null);

/** Nothing here yet: say hi, and give the link. */
export const emptyRoom = (locale: Locale, room: RoomModel): TemplateResult => {
  const { t } = locale;
  if (room.connection.saved === "loading") return html`<p class="alone">${t.room.loading}</p>`;
  const link = room.share.links[0];
  void loadQr();
  return html`<div class="card stitched empty-room">
    <h2 class="title">${t.room.emptyTitle}</h2>
    <p class="prose">${t.room.emptyText}</p>
    <kb-qr class="empty-qr" aria-hidden="true" .text=${link?.url ?? ""} .label=${""}></kb-qr>
    <button type="button" class="button" @click=${() => void openShare(locale, room)}>
      ${icons.share} ${t.room.giveLink}
    </button>
  </div>`;
};
