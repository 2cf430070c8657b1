// This tab among the others of this device: its name, which a reload keeps, and whether others are still open.

import { toBase64url } from "../lib/bytes.ts";

const kept = "kothabarta-tab";
const lifeOf = (tab: string): string => `kothabarta-open:${tab}`;

export interface ThisTab {
  readonly id: string;
  /** The tabs open now, as far as the browser can tell: without locks (plain http) it cannot. */
  open(): Promise<ReadonlySet<string>>;
}

/** Taken out while the tab lives: a tab that is made as its copy ("Duplicate") must not have its name. */
const take = (): string | null => {
  try {
    const id = sessionStorage.getItem(kept);
    sessionStorage.removeItem(kept);
    return id;
  } catch {
    return null; // storage is blocked: a reload is a new tab
  }
};

const leave = (id: string): void => {
  try {
    sessionStorage.setItem(kept, id);
  } catch {
    // likewise
  }
};

/** Once a page: it holds a lock for as long as the tab lives. */
export const thisTab = (): ThisTab => {
  const id = take() ?? toBase64url(crypto.getRandomValues(new Uint8Array(9)));
  addEventListener("pagehide", () => leave(id));
  addEventListener("pageshow", ({ persisted }) => persisted && take());
  const locks = "locks" in navigator ? navigator.locks : null;
  void locks?.request(lifeOf(id), () => new Promise<never>(() => undefined));
  return {
    id,
    async open() {
      const { held = [] } = (await locks?.query()) ?? {};
      return new Set(
        held.flatMap(({ name }) =>
          name?.startsWith(lifeOf("")) === true ? [name.slice(lifeOf("").length)] : [],
        ),
      );
    },
  };
};
