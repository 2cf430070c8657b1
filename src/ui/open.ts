// Dialogs are loaded when first opened. They are also fetched once the page is at rest, because the host may be gone by
// the time somebody asks for one, and over plain http no service worker keeps them.

import type { AppModel, RoomModel } from "../app/model.ts";
import type { Locale } from "../i18n/locale.ts";
import type { Words } from "../i18n/words.ts";
import type { AuthorId } from "../room/ids.ts";
import type { Question } from "./dialogs/kb-ask.ts";

const put = (dialog: HTMLElement): void => document.body.append(dialog);

export const openShare = async (locale: Locale, room: RoomModel): Promise<void> => {
  const [{ KbShare }] = await Promise.all([import("./dialogs/kb-share.ts"), locale.whole()]);
  put(Object.assign(new KbShare(), { locale, room }));
};

export const openSettings = async (
  locale: Locale,
  app: AppModel,
  { room = null, at = "top" }: { room?: RoomModel | null; at?: "top" | "backup" } = {},
): Promise<void> => {
  const [{ KbSettings }] = await Promise.all([import("./dialogs/kb-settings.ts"), locale.whole()]);
  put(Object.assign(new KbSettings(), { locale, app, room, at }));
};

export const openDoctor = async (locale: Locale, room: RoomModel): Promise<void> => {
  const [{ KbDoctor }] = await Promise.all([import("./dialogs/kb-doctor.ts"), locale.whole()]);
  put(Object.assign(new KbDoctor(), { locale, room }));
};

export const openPeople = async (locale: Locale, room: RoomModel): Promise<void> => {
  const [{ KbPeopleSheet }] = await Promise.all([import("./dialogs/kb-people-sheet.ts"), locale.whole()]);
  put(
    Object.assign(new KbPeopleSheet(), {
      locale,
      room,
      onPerson: (author: AuthorId) => void openPerson(locale, room, author),
      onInvite: () => void openShare(locale, room),
    }),
  );
};

export const openPerson = async (locale: Locale, room: RoomModel, author: AuthorId): Promise<void> => {
  const [{ KbPerson }] = await Promise.all([import("./dialogs/kb-person.ts"), locale.whole()]);
  put(Object.assign(new KbPerson(), { locale, room, author }));
};

export const openEmoji = async (locale: Locale, onPick: (emoji: string) => void): Promise<void> => {
  const [{ KbEmoji }] = await Promise.all([import("./dialogs/kb-emoji.ts"), locale.whole()]);
  put(Object.assign(new KbEmoji(), { locale, onPick }));
};

export const ask = async (
  locale: Locale,
  question: (words: Words) => Question,
  onYes: () => void,
): Promise<void> => {
  const [{ KbAsk }] = await Promise.all([import("./dialogs/kb-ask.ts"), locale.whole()]);
  put(Object.assign(new KbAsk(), { locale, question: question(locale.t), onYes }));
};

export const closeDialogs = (): void => {
  for (const dialog of document.querySelectorAll<HTMLDialogElement>("dialog[open]")) dialog.close();
};

/** Fetches whatever has not been loaded yet. A failure is no matter: what is asked for later is fetched then. */
export const preload = async (app: AppModel): Promise<void> => {
  await Promise.allSettled([
    app.preload(),
    import("./dialogs/kb-share.ts"),
    import("./dialogs/kb-settings.ts"),
    import("./dialogs/kb-doctor.ts"),
    import("./dialogs/kb-people-sheet.ts"),
    import("./dialogs/kb-person.ts"),
    import("./dialogs/kb-emoji.ts"),
    import("./dialogs/kb-ask.ts"),
    import("./dialogs/kb-qr.ts"),
    import("../i18n/bn.ts"),
  ]);
};
