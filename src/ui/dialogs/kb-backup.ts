import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { AppModel } from "../../app/model.ts";
import { field } from "../field.ts";
import { KbFullElement } from "../kb-full-element.ts";

type Progress =
  | Readonly<{ at: "rest" }>
  | Readonly<{ at: "busy" }>
  | Readonly<{ at: "done"; text: string }>
  | Readonly<{ at: "problem"; text: string }>;

const releaseAfterMs = 60_000;

/** Rooms and identity as one encrypted file: out and in (ST6). */
@customElement("kb-backup")
export class KbBackup extends KbFullElement {
  @property({ attribute: false }) app!: AppModel;

  @state() private progress: Progress = { at: "rest" };

  protected override render(): TemplateResult {
    const { t, progress } = this;
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
      const url = URL.createObjectURL(await this.app.saveBackup(passphrase));
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
      const result = await this.app.readBackup(file, passphrase);
      if (result.ok) this.#say("done", t.settings.brought(result.rooms, this.locale.number(result.rooms)));
      else this.#say("problem", t.settings.failed[result.reason]);
    } catch {
      this.#say("problem", t.settings.failed.storage);
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "kb-backup": KbBackup;
  }
}
