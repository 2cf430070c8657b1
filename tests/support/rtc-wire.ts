// Meshes on one signaling topic, with real peers over made-up RTCPeerConnections: what y-webrtc does with announces and signals,
// in a few lines, and a switch for each way that things get from one to another.

import type { WebrtcConn } from "y-webrtc";
import type { Reach } from "../../src/net/mesh/reach.ts";
import { Peer } from "../../src/net/peer/peer.ts";
import { PeerTable } from "../../src/net/peer/peer-table.ts";
import * as relayed from "../../src/net/peer/relayed.ts";
import { FakeIce } from "./fake-rtc.ts";

const signalMs = 10;

export class RtcWire {
  readonly ice = FakeIce.install();
  /** False: the host is away. */
  signals = true;
  /** Everything that the host sees. */
  tap: ((from: string, to: string, signal: unknown) => void) | null = null;
  readonly #members = new Map<string, Readonly<{ mesh: Reach; table: PeerTable }>>();

  join(mesh: Reach): void {
    this.#members.set(mesh.peerId, { mesh, table: new PeerTable(mesh) });
  }

  announce(from: string): void {
    for (const [to, { table }] of this.#members)
      if (to !== from)
        this.#later(() => {
          if (table.size < 1 && !table.has(from)) this.#begin(to, from, true);
        });
  }

  /** A signal comes as if the host had passed it on. */
  deliver(from: string, to: string, signal: unknown): void {
    const member = this.#members.get(to);
    if (member === undefined) return;
    const known: unknown = member.table.get(from)?.peer;
    (known instanceof Peer ? known : this.#begin(to, from, false)).signal(signal);
  }

  #begin(self: string, other: string, initiator: boolean): Peer {
    const member = this.#members.get(self);
    if (member === undefined) throw new Error(`${self} has not joined`);
    const { mesh, table } = member;
    const peer = new Peer({ initiator, mesh, loadRelayed: () => Promise.resolve(relayed) });
    peer.on("signal", (signal) => {
      this.tap?.(self, other, signal);
      this.#later(() => this.deliver(self, other, signal));
    });
    peer.on("close", () => {
      if ((table.get(other)?.peer as unknown) === peer) table.delete(other);
      peer.destroy();
    });
    table.set(other, { peer } as unknown as WebrtcConn);
    return peer;
  }

  #later(run: () => void): void {
    setTimeout(() => {
      if (this.signals) run();
    }, signalMs);
  }
}
