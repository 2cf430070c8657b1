// The slim lines under the header: what is missing, what is at risk, what to know. Most urgent first.

import { html, nothing, type TemplateResult } from "lit";
import type { AppModel, RoomModel } from "../../app/model.ts";
import type { Locale } from "../../i18n/locale.ts";
import { fetched } from "../fetched.ts";
import { icons } from "../icons.ts";

export type NoticeKey =
  | "update"
  | "newer"
  | "unsaved"
  | "storage"
  | "inApp"
  | "relayOnly"
  | "offline"
  | "offlineUnsaved"
  | "clock"
  | "outgrown"
  | "sharedName"
  | "insecure"
  | "publicRoom";

/** Those that may be put away for this visit. The others leave when their cause does. */
const dismissible: ReadonlySet<NoticeKey> = new Set([
  "newer",
  "storage",
  "inApp",
  "relayOnly",
  "clock",
  "outgrown",
  "sharedName",
  "insecure",
  "publicRoom",
]);
const urgent: ReadonlySet<NoticeKey> = new Set(["unsaved", "storage"]);

const noticesFor = (
  app: AppModel,
  room: RoomModel | null,
  dismissed: ReadonlySet<string>,
): readonly NoticeKey[] => {
  const connection = room?.connection;
  const isUnsaved = connection?.saved === "unsaved" || connection?.saved === "memory";
  const standing: readonly (readonly [NoticeKey, boolean])[] = [
    ["update", app.update === "ready"],
    ["unsaved", connection?.saved === "unsaved"],
    ["storage", app.missing.includes("storage")],
    ["newer", connection?.newer === true && app.update === "none"],
    ["inApp", app.missing.includes("in-app-browser")],
    ["relayOnly", app.missing.includes("web-rtc")],
    ["offline", connection?.online === false && !isUnsaved],
    ["offlineUnsaved", connection?.online === false && isUnsaved],
    ["clock", connection?.clockOff === true],
    ["outgrown", room?.outgrown === true],
    ["sharedName", room?.sharedName === true],
    ["insecure", app.missing.includes("secure-context")],
    ["publicRoom", room?.link.kind === "public"],
  ];
  return standing.filter(([key, stands]) => stands && !dismissed.has(key)).map(([key]) => key);
};

type NoticeScene = Readonly<{
  app: AppModel;
  room: RoomModel | null;
  locale: Locale;
  dismissed: ReadonlySet<string>;
  onDismiss: (key: NoticeKey) => void;
}>;

/** More than this would push the messages off a phone's screen: the rest waits behind one line. */
const mostShown = 2;

export const noticesView = ({
  app,
  room,
  locale,
  dismissed,
  onDismiss,
}: NoticeScene): TemplateResult | typeof nothing => {
  const { t } = locale;
  const keys = noticesFor(app, room, dismissed);
  const button = (label: string, act: () => void): TemplateResult =>
    html`<button type="button" class="button-small" @click=${act}>${label}</button>`;
  const view = (key: NoticeKey): TemplateResult =>
    html`<div
      class="notice"
      data-tone=${urgent.has(key) ? "urgent" : key === "update" ? "good" : "calm"}
      role=${urgent.has(key) ? "alert" : "note"}
    >
      ${urgent.has(key) ? icons.warning : icons.info}
      <div class="notice-text">
        <p>${t.notice[key]}</p>
        ${
          key === "update" || key === "newer"
            ? button(t.notice.reload, () => app.reloadForUpdate())
            : key === "outgrown"
              ? button(t.notice.goOn, () => void fetched(locale, () => app.goOnInFreshRoom(t.notice.wentOn)))
              : nothing
        }
      </div>
      ${
        dismissible.has(key)
          ? html`<button
              type="button"
              class="button-icon small"
              aria-label=${t.notice.dismiss}
              @click=${() => onDismiss(key)}
            >
              ${icons.close}
            </button>`
          : nothing
      }
    </div>`;
  // One more line for one more notice would save nothing.
  const shown = keys.length === mostShown + 1 ? keys.length : mostShown;
  const rest = keys.slice(shown);
  if (keys.length === 0) return nothing;
  return html`<div class="notices">
    ${keys.slice(0, shown).map(view)}
    ${
      rest.length === 0
        ? nothing
        : html`<details class="notices-more">
            <summary>${t.notice.more(rest.length, locale.number(rest.length))}</summary>
            ${rest.map(view)}
          </details>`
    }
  </div>`;
};
