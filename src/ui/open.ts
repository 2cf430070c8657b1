// Dialogs are loaded when first opened. They are also fetched once the page is at rest, because the host may be gone by
// the time somebody asks for one, and over plain http no service worker keeps them.

import type { AppModel, RoomModel } from "../app/model.ts";
import type { Locale } from "../i18n/locale.ts";
import type { Words } from "../i18n/words.ts";
import type { AuthorId } from "../room/ids.ts";
import type { Question } from "./kb-ask.ts";

const put = (dialog: HTMLElement): void => document.body.append(dialog);

export const openShare = async (locale: Locale, room: RoomModel): Promise<void> => {
  const [{ KbShare }] = await Promise.all([import("./kb-share.ts"), locale.whole()]);
  put(Object.assign(new KbShare(), { locale, room }));
};

export const openSettings = async (
  locale: Locale,
  app: AppModel,
  { room = null, at = "top" }: { room?: RoomModel | null; at?: "top" | "backup" } = {},
): Promise<void> => {
  const [{ KbSettings }] = await Promise.all([import("./kb-settings.ts"), locale.whole()]);
  put(Object.assign(new KbSettings(), { locale, app, room, at }));
};

export const openDoctor = async (locale: Locale, room: RoomModel): Promise<void> => {
  const [{ KbDoctor }] = await Promise.all([import("./kb-doctor.ts"), locale.whole()]);
  put(Object.assign(new KbDoctor(), { locale, room }));
};

export const openPeople = async (locale: Locale, room: RoomModel): Promise<void> => {
  const [{ KbPeopleSheet }] = await Promise.all([import("./kb-people-sheet.ts"), locale.whole()]);
  put(Object.assign(new KbPeopleSheet(), { locale, room }));
};

export const openPerson = async (locale: Locale, room: RoomModel, author: AuthorId): Promise<void> => {
  const [{ KbPerson }] = await Promise.all([import("./kb-person.ts"), locale.whole()]);
  put(Object.assign(new KbPerson(), { locale, room, author }));
};

export const openEmoji = async (locale: Locale, onPick: (emoji: string) => void): Promise<void> => {
  const [{ KbEmoji }] = await Promise.all([import("./kb-emoji.ts"), locale.whole()]);
  put(Object.assign(new KbEmoji(), { locale, onPick }));
};

export const ask = async (
  locale: Locale,
  question: (words: Words) => Question,
  onYes: () => void,
): Promise<void> => {
  const [{ KbAsk }] = await Promise.all([import("./kb-ask.ts"), locale.whole()]);
  put(Object.assign(new KbAsk(), { locale, question: question(locale.t), onYes }));
};

/** Where the element stands already it comes to life with its module: its words have to be there before. */
export const loadBad = async (locale: Locale): Promise<void> => {
  await locale.whole();
  await import("./kb-bad.ts");
};

export const closeDialogs = (): void => {
  for (const dialog of document.querySelectorAll<HTMLDialogElement>("dialog[open]")) dialog.close();
};

/** Fetches whatever has not been loaded yet. A failure is no matter: what is asked for later is fetched then. */
export const preload = async (locale: Locale, app: AppModel): Promise<void> => {
  await Promise.allSettled([
    app.preload(),
    import("./kb-share.ts"),
    import("./kb-settings.ts"),
    import("./kb-doctor.ts"),
    import("./kb-people-sheet.ts"),
    import("./kb-person.ts"),
    import("./kb-emoji.ts"),
    import("./kb-ask.ts"),
    import("./kb-qr.ts"),
    loadBad(locale),
    import("../i18n/bn.ts"),
  ]);
};
