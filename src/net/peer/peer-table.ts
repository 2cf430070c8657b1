// Stands in for y-webrtc's `room.webrtcConns`: it tells each new Peer which two it is between (PR2), and leaves to the mesh whether there is room for another.

import type { WebrtcConn } from "y-webrtc";
import type { Reach } from "../mesh/reach.ts";
import { Peer } from "./peer.ts";

export class PeerTable extends Map<string, WebrtcConn> {
  readonly #mesh: Reach;

  constructor(mesh: Reach) {
    super();
    this.#mesh = mesh;
  }

  /** y-webrtc compares this with `maxConns` before it answers an announce: the mesh decides (MS3). */
  override get size(): number {
    return this.#mesh.wantsMore ? 0 : Infinity;
  }

  /** y-webrtc stores the connection right after making it, before it passes any signal on. */
  override set(peerId: string, connection: WebrtcConn): this {
    const peer: unknown = connection.peer;
    if (peer instanceof Peer) peer.bind(this.#mesh.peerId, peerId);
    return super.set(peerId, connection);
  }
}
