// Parts of the app are fetched when somebody asks for them. What cannot be fetched says so, in words that are always there.

import { html, render } from "lit";
import type { Locale } from "../i18n/locale.ts";

/** A dialog like any other, but for its code: above whatever is open, and gone when closed. */
const sayMissing = (locale: Locale, again: () => void): void => {
  const { t } = locale;
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  dialog.onclose = () => dialog.remove();
  render(
    html`<form class="dialog-inner" method="dialog">
      <p class="prose" role="alert">${t.fetching.failed}</p>
      <div class="flex flex-wrap justify-end gap-3">
        <button class="button-quiet">${t.room.close}</button>
        <button class="button" autofocus @click=${again}>${t.fetching.again}</button>
      </div>
    </form>`,
    dialog,
  );
  document.body.append(dialog);
  dialog.showModal();
};

/** Does what needs a part of the app that may have to be fetched; where it cannot be, says so and offers to try again. */
export const fetched = async (locale: Locale, act: () => Promise<unknown>): Promise<void> => {
  try {
    await act();
  } catch {
    sayMissing(locale, () => void fetched(locale, act));
  }
};
