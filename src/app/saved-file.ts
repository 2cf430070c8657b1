// The file with rooms and identity, as the app offers it (ST6). What makes and reads it comes when it is asked for.

import type { Preferences } from "../storage/preferences.ts";
import type { BackupSource } from "./backup.ts";
import type { Engine } from "./engine.ts";
import type { BackupFile, BackupResult, SavedBackup } from "./model.ts";
import type { Room } from "./open-room/room.ts";
import type { Settings } from "./settings.ts";

/** So that the last word is read. */
const reloadAfterMs = 1500;

export type SavedFileOptions = Readonly<{
  preferences: Preferences;
  settings: Settings;
  engine: () => Promise<Engine>;
  /** The room that is open now. */
  open: () => Room | null;
  /** False where nothing outlives the page: then it is not loaded anew. */
  isKept: boolean;
}>;

export class SavedFile {
  readonly #options: SavedFileOptions;

  constructor(options: SavedFileOptions) {
    this.#options = options;
  }

  async save(passphrase: string): Promise<SavedBackup> {
    const { saveBackup } = await import("./backup.ts");
    return saveBackup(await this.#source(), passphrase);
  }

  async read(file: Blob, passphrase: string): Promise<BackupFile> {
    const { readBackup } = await import("./backup.ts");
    const opened = await readBackup(await this.#source(), file, passphrase);
    if (!opened.ok) return opened;
    return { ...opened, bring: (identity) => this.#bring(opened.bring(identity), identity) };
  }

  async #bring(bringing: Promise<BackupResult>, identity: "mine" | "file"): Promise<BackupResult> {
    const { preferences, settings, engine, isKept } = this.#options;
    const result = await bringing;
    await (await engine()).rooms.read();
    if (!result.ok || identity === "mine") return result;
    settings.set("name", await preferences.name.get());
    // The identity is another one now: everything that was made with the old one is made anew.
    if (isKept) setTimeout(() => location.reload(), reloadAfterMs);
    return result;
  }

  async #source(): Promise<BackupSource> {
    const { preferences, engine, open } = this.#options;
    const { identity, verify } = await engine();
    return {
      preferences,
      identity,
      verify,
      openRoom: (topic) => {
        const room = open();
        if (room?.keys.topicName !== topic) return null;
        const { doc, ledger } = room.session;
        return { doc, ledger, topic: room.keys.topic };
      },
    };
  }
}
