// A network without sockets: signaling that introduces peers as y-webrtc does, and links made of frames that are delayed,
// lost, doubled, reordered or cut short as the story wants. The meshes and links on it are the real ones.

import { Greeting } from "../../src/net/link/greeting.ts";
import type { PeerEnd, PeerIds, Reach, ReachedPeer } from "../../src/net/mesh/reach.ts";
import { Pipe, type Faults, type PipeOptions } from "./pipe.ts";
import type { Chance } from "./chance.ts";
import type { VirtualTime } from "./virtual-time.ts";

export type NetworkOptions = Readonly<{
  time: VirtualTime;
  chance: Chance;
  delayMs?: readonly [least: number, most: number];
  /** Of one lane of one link. */
  bytesPerMs?: number;
  frameBytes?: number;
  /** No direct path exists: all links are as through the host (MS5). */
  relayed?: boolean;
}>;

type Member = Readonly<{ mesh: Reach; peers: Map<string, FakePeer> }>;

const deadlineMs = { least: 15_000, most: 20_000 } as const;
/** What it takes ICE to notice: two peers cut off from each other, nobody said goodbye. */
const iceFailsMs = 13_000;

/** A peer without WebRTC. */
export class FakePeer implements ReachedPeer {
  readonly ids: PeerIds;
  greeting: Greeting | null = null;
  end: PeerEnd | null = null;
  admitted = false;
  other: FakePeer | null = null;
  pipes: readonly Pipe[] = [];
  onEnd: () => void = () => undefined;
  readonly #mesh: Reach;

  constructor(mesh: Reach, peer: string) {
    this.#mesh = mesh;
    this.ids = { self: mesh.peerId, peer };
  }

  get isDirect(): boolean {
    return this.greeting?.link?.relayed === false;
  }

  get destroyed(): boolean {
    return this.end !== null;
  }

  destroy(end: PeerEnd = "closed"): void {
    if (this.end !== null) return;
    this.end = end;
    this.greeting?.close();
    for (const pipe of this.pipes) pipe.close();
    this.onEnd();
    this.#mesh.onPeerEnd(this, this.end);
  }

  leave(): void {
    this.greeting?.link?.send({ type: "bye", reason: 0 });
    this.destroy("closed");
  }

  // oxlint-disable-next-line class-methods-use-this
  restart(): void {}
}

export class FakeNetwork {
  readonly options: NetworkOptions;
  /** What goes wrong with frames from now on. */
  faults: Faults = {};
  /** Peers see only those of the same number. */
  readonly islands = new Map<string, number>();
  /** Every message that arrives whole. */
  tap: ((from: string, to: string, bytes: Uint8Array) => void) | null = null;
  /** Messages for which this is true never arrive, and nobody is told. */
  loses: ((from: string, to: string, bytes: Uint8Array) => boolean) | null = null;
  /** What a message is when it arrives, if it is not what was sent. */
  rewrites: ((from: string, bytes: Uint8Array) => Uint8Array) | null = null;
  /** Messages for which this is true do not even leave: for crowds, where they would cost the most time. */
  swallows: ((bytes: Uint8Array) => boolean) | null = null;
  readonly #members = new Map<string, Member>();

  constructor(options: NetworkOptions) {
    this.options = options;
  }

  /** Who is here, and calls nobody yet. */
  add(mesh: Reach): void {
    this.#members.set(mesh.peerId, { mesh, peers: new Map() });
  }

  join(mesh: Reach): void {
    this.add(mesh);
    this.announce(mesh.peerId);
  }

  /** Without goodbye the others notice by themselves. */
  leave(peerId: string, bye: boolean): void {
    const member = this.#members.get(peerId);
    if (member === undefined) return;
    this.#members.delete(peerId);
    for (const peer of member.peers.values()) {
      if (!bye) {
        const { other } = peer;
        peer.other = null;
        if (other !== null) this.#failsLater(other);
        peer.destroy("closed");
      }
    }
  }

  /** One that looks for links is called by all who hear it and have room, as by y-webrtc. */
  announce(from: string): void {
    for (const to of this.#members.keys())
      if (to !== from)
        this.#later(from, to, () => {
          const member = this.#members.get(to);
          if (member === undefined || !member.mesh.wantsMore) return;
          if (!member.peers.has(from)) this.#begin(member, from, true);
        });
  }

  /** Peers with different numbers lose each other; those left out are on island 0. */
  split(islands: ReadonlyMap<string, number>): void {
    this.islands.clear();
    for (const [peerId, island] of islands) this.islands.set(peerId, island);
    for (const { peers } of this.#members.values())
      for (const peer of peers.values())
        this.#failsLater(peer, () => !this.reaches(peer.ids.self, peer.ids.peer));
  }

  reaches(a: string, b: string): boolean {
    return (this.islands.get(a) ?? 0) === (this.islands.get(b) ?? 0);
  }

  /** A link breaks; both ends notice. */
  breakLink(a: string, b: string): void {
    this.#members.get(a)?.peers.get(b)?.destroy("ice");
  }

  peerOf(a: string, b: string): FakePeer | null {
    return this.#members.get(a)?.peers.get(b) ?? null;
  }

  /** ICE notices that a direct link leads nowhere. Of a relayed one, or before there is any, nobody does. */
  #failsLater(peer: FakePeer, stillSo = (): boolean => true): void {
    if (this.options.relayed === true) return;
    this.options.time.after(iceFailsMs, () => {
      if (peer.greeting?.link != null && stillSo()) peer.destroy("ice");
    });
  }

  #later(from: string, to: string, run: () => void): void {
    const { chance, delayMs: [least, most] = [5, 40] } = this.options;
    this.options.time.after(chance.between(least, most), () => {
      if (this.reaches(from, to)) run();
    });
  }

  /** A Peer as y-webrtc makes it: `patient` when it calls, else because it was called. */
  #begin(member: Member, peerId: string, patient: boolean): FakePeer {
    const { mesh, peers } = member;
    const { time, chance } = this.options;
    const peer = new FakePeer(mesh, peerId);
    peers.set(peerId, peer);
    peer.onEnd = () => this.#onEnd(member, peer);
    mesh.admit(peer, { patient }, () => {
      peer.admitted = true;
      time.after(chance.between(deadlineMs.least, deadlineMs.most), () => {
        if (peer.greeting?.link == null) peer.destroy("deadline");
      });
      this.#later(mesh.peerId, peerId, () => this.#called(peer));
    });
    return peer;
  }

  /** "hi" has arrived. */
  #called(caller: FakePeer): void {
    const { self, peer } = caller.ids;
    const member = this.#members.get(peer);
    if (member === undefined || caller.destroyed) return;
    const callee = member.peers.get(self) ?? this.#begin(member, self, false);
    if (callee.admitted && callee.other === null && caller.other === null) this.#connect(caller, callee);
  }

  #connect(a: FakePeer, b: FakePeer): void {
    a.other = b;
    b.other = a;
    for (const one of [a, b]) this.#members.get(one.ids.self)?.mesh.admission.onAnswered(one);
    this.#later(a.ids.self, b.ids.self, () => {
      if (a.destroyed || b.destroyed) return;
      this.#openLink(a);
      this.#openLink(b);
    });
  }

  #openLink(peer: FakePeer): void {
    const { self, peer: other } = peer.ids;
    const member = this.#members.get(self);
    if (member === undefined) return;
    const { mesh } = member;
    const pipe = (): Pipe => new Pipe(this.#pipeOptions(peer));
    const [live, bulk] = [pipe(), pipe()];
    peer.pipes = [live, bulk];
    peer.greeting = new Greeting({
      context: mesh.context,
      awarenessId: mesh.awarenessId,
      nonce: mesh.nonce,
      selfId: self,
      peerId: other,
      fingerprints: { local: self, remote: other },
      relayed: this.options.relayed ?? false,
      canBeDirect: true,
      live,
      bulk,
      onProven: (link) => mesh.onProven(peer, link),
      onMessage: (message) => mesh.onMessage(peer, message),
      onFault: (fault) => peer.destroy(fault),
    });
  }

  #pipeOptions(peer: FakePeer): PipeOptions {
    const { self, peer: to } = peer.ids;
    const { time, chance, delayMs = [5, 40], bytesPerMs = Infinity, frameBytes = 64 * 1024 } = this.options;
    return {
      time,
      chance,
      delayMs,
      bytesPerMs,
      frameBytes,
      faults: () => this.faults,
      swallows: (bytes) => this.swallows?.(bytes) === true,
      isOpen: () => this.reaches(self, to),
      deliver: (bytes) => {
        if (this.loses?.(self, to, bytes) === true) return;
        this.tap?.(self, to, bytes);
        const receiver = peer.other;
        if (receiver !== null && !receiver.destroyed)
          receiver.greeting?.receive(this.rewrites?.(self, bytes) ?? bytes);
      },
      fault: (fault) => peer.other?.destroy(fault),
    };
  }

  #onEnd(member: Member, peer: FakePeer): void {
    const { self, peer: to } = peer.ids;
    if (member.peers.get(to) === peer) member.peers.delete(to);
    const { other } = peer;
    // A sealed goodbye, which is not believed of a direct link; but its channel closes.
    if (other !== null && this.#members.has(to))
      this.#later(self, to, () => other.destroy(other.isDirect ? "ice" : "bye"));
  }
}
