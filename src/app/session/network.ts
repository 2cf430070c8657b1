// The links of a room, in the one tab that has them: mesh and provider made and ended together, and what there is to see of them.

import type { Stop } from "../../lib/listeners.ts";
import { Mesh } from "../../net/mesh/mesh.ts";
import type { OwnPresence } from "../../net/mesh/presence.ts";
import { createProvider, type Provider, type SignalingState } from "../../net/peer/provider.ts";
import type { AuthorId, RecordId } from "../../room/ids.ts";
import type { RoomLink } from "../../room/link.ts";
import type { Custody } from "./custody.ts";
import { findTrouble } from "./doctor.ts";
import type { Host } from "../host.ts";
import { LocalNetwork } from "./local-network.ts";
import type { NetState } from "./net-state.ts";
import { roomContext, type RoomContextOptions } from "./room-context.ts";
import type { WallClock } from "../wall-clock.ts";

/** Random per peer: with a fixed bound 9 peers made three islands (MS3). */
const randomLinks = (): number => {
  const isSmall = matchMedia("(pointer: coarse)").matches;
  const [least, most] = isSmall ? [8, 16] : [24, 32];
  return least + Math.floor(Math.random() * (most - least + 1));
};

export type NetworkOptions = RoomContextOptions &
  Readonly<{
    link: RoomLink;
    clock: WallClock;
    host: Host;
    custody: Custody;
    /** `state` is another one. */
    onChange: () => void;
  }>;

export class Network {
  readonly #options: NetworkOptions;
  readonly #mesh: Mesh;
  readonly #stops: Stop[];
  readonly #localNetwork: LocalNetwork;
  #provider: Provider | null = null;
  #closed = false;

  constructor(options: NetworkOptions) {
    const { clock, custody, onChange } = options;
    this.#options = options;
    this.#mesh = new Mesh({
      context: roomContext(options),
      maxLinks: randomLinks(),
      isHidden: () => document.visibilityState === "hidden",
      announce: () => this.#provider?.announce(),
    });
    this.#localNetwork = new LocalNetwork(onChange);
    this.#stops = [
      () => this.#localNetwork.close(),
      this.#mesh.changes.add(onChange),
      this.#mesh.heartbeats.onWall.add((author, ahead) => clock.hearMember(author, ahead)),
      this.#mesh.heartbeats.onHeld.add((author, ids) => {
        if (custody.hear(author, ids)) onChange();
      }),
    ];
  }

  get state(): NetState {
    const mesh = this.#mesh;
    const { identity, custody } = this.#options;
    const signaling: SignalingState = this.#provider?.signaling() ?? "connecting";
    const present = mesh.presence.others;
    const others = new Set(
      present.filter(({ inside, author }) => inside && author !== identity.id).map(({ author }) => author),
    );
    const links = mesh.links.map((link) => ({
      author: link.author,
      rttMs: mesh.liveness.rttOf(link),
      relayed: link.relayed,
      canBeDirect: link.canBeDirect,
    }));
    return {
      signaling,
      links,
      present,
      receiving: mesh.receiving,
      faulty: [...mesh.faulty],
      held: custody.held(others),
      trouble: findTrouble({
        signaling,
        webRtc: mesh.context.webRtc,
        links,
        present,
        failures: (peerId) => mesh.admission.failuresOf(peerId),
        candidates: mesh.signs.addresses,
        localNetwork: this.#localNetwork.state,
        isWaking: mesh.signs.isWaking,
      }),
      newer: mesh.signs.hasNewer,
      faults: mesh.signs.faults,
    };
  }

  get isReceiving(): boolean {
    return this.#mesh.isReceiving;
  }

  /** Resolves once signaling is on its way; false when this was closed before. */
  async connect(): Promise<boolean> {
    const { link, onChange, host } = this.#options;
    const provider = await createProvider({
      mesh: this.#mesh,
      url: `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/signaling`,
      onSignaling: () => {
        // The host is back, perhaps with other addresses and a right clock.
        if (this.#provider?.signaling() === "connected") void host.load({ anew: true });
        onChange();
      },
    });
    if (this.#closed) {
      provider.close();
      return false;
    }
    this.#provider = provider;
    if (link.kind === "public") provider.list(link.name);
    return true;
  }

  /** What this device's user does, in all tabs together. */
  say(own: OwnPresence): void {
    this.#mesh.presence.set(own);
  }

  sayHeld(author: AuthorId, ids: readonly RecordId[]): void {
    this.#mesh.heartbeats.sayHeld(this.#mesh.links, author, ids);
  }

  wake(options: Readonly<{ networkChanged?: boolean }>): void {
    this.#mesh.wake(options);
  }

  /** Says goodbye, in the order that y-webrtc needs. Idempotent. */
  close(): void {
    this.#closed = true;
    this.#provider?.close();
    this.#mesh.close();
    for (const stop of this.#stops) stop();
  }
}
