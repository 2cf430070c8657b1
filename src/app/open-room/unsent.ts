// What is written in a room and not sent. Each tab has its own and never touches another's (ST8); a tab that has none
// takes up the last one typed that no open tab is writing.

import type { Draft } from "../../room/draft.ts";
import type { Drafts } from "../../storage/preferences.ts";
import type { KeptDraft } from "../../storage/stored-values.ts";
import type { ThisTab } from "../this-tab.ts";

/** Of tabs that are gone so many drafts are kept, the last typed. */
const mostLeft = 8;

export const noDraft: Draft = { text: "", replyTo: null, edit: null };

const isEmpty = ({ text, edit }: Draft): boolean => text === "" && edit === null;

export class Unsent {
  readonly #drafts: Drafts;
  readonly #tab: string;
  #draft: Draft;

  /** Reads what is kept. */
  static async open(drafts: Drafts, tab: ThisTab): Promise<Unsent> {
    const [all, open] = await Promise.all([drafts.all(), tab.open()]);
    const own = all.find(([id]) => id === tab.id)?.[1];
    const left = all.filter(([id]) => id !== tab.id && !open.has(id));
    const taken = own === undefined ? left[0] : undefined;
    for (const [id] of left.slice(mostLeft)) void drafts.set(id, null);
    if (taken !== undefined) {
      void drafts.set(tab.id, taken[1]);
      void drafts.set(taken[0], null);
    }
    return new Unsent(drafts, tab.id, own ?? taken?.[1] ?? noDraft);
  }

  private constructor(drafts: Drafts, tab: string, { text, replyTo, edit }: Draft) {
    this.#drafts = drafts;
    this.#tab = tab;
    this.#draft = { text, replyTo, edit };
  }

  get draft(): Draft {
    return this.#draft;
  }

  set(change: Partial<Draft>): void {
    this.#draft = { ...this.#draft, ...change };
    const kept: KeptDraft | null = isEmpty(this.#draft) ? null : { ...this.#draft, at: Date.now() };
    void this.#drafts.set(this.#tab, kept);
  }
}
