// A mesh that only writes down what its peers tell it, and does no more than they may rely on.

import type { RoomContext } from "../../src/net/context.ts";
import { nonceBytes, peerIdOf } from "../../src/net/link/peer-id.ts";
import type { Link, Message } from "../../src/net/link/link.ts";
import type { PeerEnd, Reach, ReachedPeer, Sign } from "../../src/net/mesh/reach.ts";

export class SpyMesh implements Reach {
  readonly context: RoomContext;
  readonly peerId: string;
  readonly nonce: Uint8Array;
  readonly awarenessId: number;
  wantsMore = true;
  readonly admission = { onAnswered: (): void => undefined };
  /** False: whoever wants to begin waits in `waiting`. */
  admits = true;
  readonly waiting: (() => void)[] = [];
  readonly peers: ReachedPeer[] = [];
  readonly proven: Readonly<{ peer: ReachedPeer; link: Link }>[] = [];
  readonly messages: Readonly<{ peer: ReachedPeer; message: Message }>[] = [];
  readonly ends: Readonly<{ peer: ReachedPeer; end: PeerEnd; cause: string }>[] = [];
  readonly signs: Sign[] = [];
  readonly doubted: ReachedPeer[] = [];

  /** `number`: a different one for each. */
  constructor(context: RoomContext, number: number) {
    this.context = context;
    this.nonce = new Uint8Array(nonceBytes).fill(number);
    this.peerId = peerIdOf({ topic: context.topic, author: context.author, nonce: this.nonce });
    this.awarenessId = number;
  }

  /** The newest link. */
  get link(): Link | null {
    return this.proven.at(-1)?.link ?? null;
  }

  /** What came in pings: the numbers that were sent. */
  get heard(): readonly number[] {
    return this.messages.flatMap(({ message }) => (message.type === "ping" ? [message.nonce] : []));
  }

  say(nonce: number): void {
    this.link?.send({ type: "ping", nonce });
  }

  admit(peer: ReachedPeer, _options: Readonly<{ patient: boolean }>, go: () => void): void {
    this.peers.push(peer);
    if (this.admits) go();
    else this.waiting.push(go);
  }

  onProven(peer: ReachedPeer, link: Link): void {
    this.proven.push({ peer, link });
  }

  onMessage(peer: ReachedPeer, message: Message): void {
    this.messages.push({ peer, message });
    if (message.type === "bye") peer.destroy("bye");
  }

  onPeerEnd(peer: ReachedPeer, end: PeerEnd, cause = ""): void {
    this.ends.push({ peer, end, cause });
  }

  onSign(sign: Sign): void {
    this.signs.push(sign);
  }

  doubt(peer: ReachedPeer): void {
    this.doubted.push(peer);
  }
}
