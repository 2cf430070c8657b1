import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { AppModel, BackupFile } from "../../app/model.ts";
import { field } from "../field.ts";
import { KbFullElement } from "../kb-full-element.ts";

type Progress =
  | Readonly<{ at: "rest" }>
  | Readonly<{ at: "busy" }>
  /** The file's identity is another than this device's. */
  | Readonly<{ at: "asking"; file: OpenFile }>
  | Readonly<{ at: "done"; text: string }>
  | Readonly<{ at: "problem"; text: string }>;

type OpenFile = Extract<BackupFile, { ok: true }>;

const releaseAfterMs = 60_000;

/** Rooms and identity as one encrypted file: out and in (ST6). */
@customElement("kb-backup")
export class KbBackup extends KbFullElement {
  @property({ attribute: false }) app!: AppModel;

  @state() private progress: Progress = { at: "rest" };

  protected override render(): TemplateResult {
    const { t, progress } = this;
    if (progress.at === "asking") return this.#question(progress.file);
    const busy = progress.at === "busy";
    return html`<h3 class="card-title">${t.settings.backup}</h3>
      <p class="prose">${t.settings.backupText}</p>
      <form class="grid gap-4" @submit=${(event: SubmitEvent) => event.preventDefault()}>
        ${field({
          id: "backup-passphrase",
          label: t.settings.passphrase,
          hint: t.settings.passphraseHint,
          type: "password",
          autocomplete: "off",
        })}
        <button type="button" class="button-outline" ?disabled=${busy} @click=${() => void this.#save()}>
          ${t.settings.save}
        </button>
        <div class="file">
          <input class="sr-only" id="backup-file" type="file" @change=${() => this.requestUpdate()} />
          <label class="chip" for="backup-file">${t.settings.chooseFile}</label>
          <span class="hint">${this.#file?.name}</span>
        </div>
        <button type="button" class="button-outline" ?disabled=${busy} @click=${() => void this.#bring()}>
          ${t.settings.bring}
        </button>
        <p class=${progress.at === "problem" ? "problem" : "hint"} role="status">
          ${busy ? t.settings.busy : progress.at === "rest" ? nothing : progress.text}
        </p>
      </form>`;
  }

  get #passphrase(): string {
    return this.querySelector<HTMLInputElement>("#backup-passphrase")?.value ?? "";
  }

  get #file(): File | undefined {
    return this.querySelector<HTMLInputElement>("#backup-file")?.files?.[0];
  }

  #say(at: "done" | "problem", text: string): void {
    this.progress = { at, text };
  }

  async #save(): Promise<void> {
    const { t } = this;
    const passphrase = this.#passphrase;
    if (passphrase === "") return this.#say("problem", t.settings.needPassphrase);
    this.progress = { at: "busy" };
    try {
      const saved = await this.app.saveBackup(passphrase);
      if (!saved.ok) return this.#say("problem", t.settings.weakPassphrase);
      const url = URL.createObjectURL(saved.file);
      const day = new Date().toISOString().slice(0, 10);
      Object.assign(document.createElement("a"), { href: url, download: `kothabarta-${day}.backup` }).click();
      setTimeout(() => URL.revokeObjectURL(url), releaseAfterMs);
      this.#say("done", t.settings.saved);
    } catch {
      this.#say("problem", t.settings.saveFailed);
    }
  }

  async #bring(): Promise<void> {
    const { t } = this;
    const passphrase = this.#passphrase;
    const file = this.#file;
    if (file === undefined) return this.#say("problem", t.settings.needFile);
    if (passphrase === "") return this.#say("problem", t.settings.needPassphrase);
    this.progress = { at: "busy" };
    try {
      const opened = await this.app.readBackup(file, passphrase);
      if (!opened.ok) this.#say("problem", t.settings.failed[opened.reason]);
      else if (opened.fingerprints === null) await this.#take(opened, "mine");
      else this.progress = { at: "asking", file: opened };
    } catch {
      this.#say("problem", t.settings.failed.storage);
    }
  }

  async #take(file: OpenFile, identity: "mine" | "file"): Promise<void> {
    const { t } = this;
    this.progress = { at: "busy" };
    try {
      const result = await file.bring(identity);
      if (result.ok) this.#say("done", t.settings.brought(result.rooms, this.locale.number(result.rooms)));
      else this.#say("problem", t.settings.failed[result.reason]);
    } catch {
      this.#say("problem", t.settings.failed.storage);
    }
  }

  /** Whoever made the file has its key: nobody's identity is replaced unasked (ST7). */
  #question(file: OpenFile): TemplateResult {
    const { t } = this;
    const identity = (label: string, fingerprint = ""): TemplateResult =>
      html`<div class="grid gap-1">
        <dt class="eyebrow">${label}</dt>
        <dd class="fingerprint">${fingerprint}</dd>
      </div>`;
    return html`<h3 class="card-title">${t.settings.whoseIdentity}</h3>
      <p class="prose">${t.settings.whoseIdentityText}</p>
      <dl class="grid gap-4">
        ${identity(t.settings.identityHere, file.fingerprints?.mine)}
        ${identity(t.settings.identityInFile, file.fingerprints?.file)}
      </dl>
      <button type="button" class="button-outline" @click=${() => void this.#take(file, "file")}>
        ${t.settings.takeIdentity}
      </button>
      <button type="button" class="button-outline" @click=${() => void this.#take(file, "mine")}>
        ${t.settings.keepIdentity}
      </button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "kb-backup": KbBackup;
  }
}
