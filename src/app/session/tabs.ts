// Several tabs of one room (ST4): one of them, the leader by Web Lock, has the links and writes; the others share its
// document and what it knows of the network over a BroadcastChannel. Where there are no locks (plain http) every tab leads itself.

import * as Y from "yjs";
import { Listeners, type Stop } from "../../lib/listeners.ts";
import type { NetState } from "./net-state.ts";
import type { OwnPresence } from "../../net/mesh/presence.ts";
import { parseTabMessage, type TabMessage } from "./tab-message.ts";

/** The lock that a tab holds for as long as it lives. */
const lifeOf = (tab: string): string => `kothabarta-tab:${tab}`;

export type TabsOptions = Readonly<{
  /** Names the room: the topic, never the secret. */
  name: string;
  doc: Y.Doc;
  /** This tab leads from now on; the one before is gone. */
  onLeading: () => void;
}>;

export class Tabs {
  readonly #options: TabsOptions;
  readonly #channel: BroadcastChannel | null;
  readonly #tab = String(Math.random());
  readonly #own = new Map<string, OwnPresence>();
  readonly #stops: Stop[] = [];
  /** Followers: the network changed. Leader: another tab's presence did, or a tab came that knows nothing yet. */
  readonly changes = new Listeners();
  #leads = false;
  /** Until the document is loaded, an update is most likely the loading of it. */
  #synced = false;
  #net: NetState | null = null;
  /** What this tab's user does, as last told to the others. */
  #said: OwnPresence | null = null;
  #closed = false;

  private constructor(options: TabsOptions) {
    this.#options = options;
    this.#channel =
      typeof BroadcastChannel === "function"
        ? new BroadcastChannel(`kothabarta-tabs-2:${options.name}`)
        : null;
    if (this.#channel !== null) this.#channel.onmessage = ({ data }) => this.#receive(parseTabMessage(data));
    const onUpdate = (update: Uint8Array, origin: unknown): void => {
      if (origin !== this && this.#synced) this.#post({ type: "update", update });
    };
    options.doc.on("update", onUpdate);
    this.#stops.push(() => options.doc.off("update", onUpdate));
  }

  /** Resolves when it is known whether this tab leads. */
  static async join(options: TabsOptions): Promise<Tabs> {
    const tabs = new Tabs(options);
    await tabs.#elect();
    return tabs;
  }

  get leads(): boolean {
    return this.#leads;
  }

  /** True where a lock guarantees that no other tab leads. */
  get isExclusive(): boolean {
    return this.#leads && "locks" in navigator;
  }

  /** What the leading tab last said of the network; null while it has said nothing. */
  get net(): NetState | null {
    return this.#net;
  }

  /** Leader: tells the other tabs how the network is. */
  show(net: NetState): void {
    if (this.#leads) this.#post({ type: "net", net });
  }

  /** Follower: what this tab's user does, for the leader to say to the room. */
  say(own: OwnPresence): void {
    this.#said = own;
    if (!this.#leads) this.#post({ type: "own", tab: this.#tab, own });
  }

  /** Leader: what the users of other tabs do. */
  get others(): readonly OwnPresence[] {
    return [...this.#own.values()];
  }

  /** The document is loaded: tell it apart from the others'. */
  sync(): void {
    this.#synced = true;
    this.#post({ type: "sync", vector: Y.encodeStateVector(this.#options.doc), reply: true });
  }

  close(): void {
    if (this.#closed) return;
    this.#post({ type: "own", tab: this.#tab, own: null });
    this.#closed = true;
    for (const stop of this.#stops) stop();
    this.#channel?.close();
    this.changes.clear();
  }

  async #elect(): Promise<void> {
    if (!("locks" in navigator) || this.#channel === null) {
      this.#leads = true;
      return;
    }
    const lock = `kothabarta:${this.#options.name}`;
    const held = new Promise<void>((release) => this.#stops.push(release));
    void navigator.locks.request(lifeOf(this.#tab), () => held);
    await new Promise<void>((known) => {
      void navigator.locks.request(lock, { ifAvailable: true }, (granted) => {
        this.#leads = granted !== null;
        known();
        return granted === null ? undefined : held;
      });
    });
    if (this.#leads || this.#closed) return;
    const giveUp = new AbortController();
    this.#stops.push(() => giveUp.abort());
    const waiting = navigator.locks.request(lock, { signal: giveUp.signal }, () => {
      if (this.#closed) return undefined;
      this.#leads = true;
      this.#options.onLeading();
      return held;
    });
    waiting.catch(() => undefined); // aborted: this tab closed before it came to lead
  }

  #post(message: TabMessage): void {
    if (!this.#closed) this.#channel?.postMessage(message);
  }

  #receive(message: TabMessage | null): void {
    if (message === null || this.#closed) return;
    const { doc } = this.#options;
    switch (message.type) {
      case "update":
        try {
          Y.applyUpdate(doc, message.update, this);
        } catch {
          // It was of the right form and fits no document: a fault of the other tab's, which this one outlives.
        }
        break;
      case "sync":
        this.#post({ type: "update", update: Y.encodeStateAsUpdate(doc, message.vector) });
        if (message.reply) this.#post({ type: "sync", vector: Y.encodeStateVector(doc), reply: false });
        if (this.#leads) this.changes.emit();
        else if (message.reply && this.#said !== null) this.say(this.#said);
        break;
      case "net":
        this.#net = message.net;
        this.changes.emit();
        break;
      case "own":
        this.#hearOwn(message.tab, message.own);
        break;
    }
  }

  /** Followers remember it too, for one of them will lead; but they answer nothing: two that did would never stop. */
  #hearOwn(tab: string, own: OwnPresence | null): void {
    if (!("locks" in navigator)) return; // every tab leads itself, and could not tell when the other ends
    if (own === null) {
      if (!this.#own.delete(tab)) return;
    } else {
      if (!this.#own.has(tab)) this.#awaitEnd(tab);
      this.#own.set(tab, own);
    }
    if (this.#leads) this.changes.emit();
  }

  /** A tab that is closed or killed says nothing more; the browser gives away its lock. */
  #awaitEnd(tab: string): void {
    const giveUp = new AbortController();
    this.#stops.push(() => giveUp.abort());
    const ended = navigator.locks.request(lifeOf(tab), { signal: giveUp.signal }, () =>
      this.#hearOwn(tab, null),
    );
    ended.catch(() => undefined); // aborted: this tab closed first
  }
}
