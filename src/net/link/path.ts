// One way to a peer, from its channels to its link: direct over a data channel, or relayed through the host.

import type { RoomContext } from "../context.ts";
import { Lane, type Channel, type LaneFault } from "./lane.ts";
import { Link, type LinkFault } from "./link.ts";
import type { LinkMessage } from "./message.ts";

export type PathOptions = Readonly<{
  context: RoomContext;
  awarenessId: number;
  ids: Readonly<{ self: string; peer: string }>;
  channels: Readonly<{ live: Channel; bulk: Channel }>;
  frameBytes: number;
  /** What the hello is bound to (PR7): DTLS fingerprints of both ends, or what stands for them. */
  fingerprints: Readonly<{ local: string; remote: string }>;
  relayed: boolean;
  onProven: (link: Link) => void;
  onMessage: (link: Link, message: LinkMessage) => void;
  onFault: (fault: LaneFault | LinkFault) => void;
}>;

export class Path {
  readonly link: Link;
  readonly #lanes: readonly Lane[];

  constructor(options: PathOptions) {
    const { channels, frameBytes, ids, fingerprints, onFault } = options;
    const lane = (channel: Channel): Lane =>
      new Lane({ channel, frameBytes, onMessage: (bytes) => this.link.receive(bytes), onFault });
    const live = lane(channels.live);
    const bulk = lane(channels.bulk);
    this.#lanes = [live, bulk];
    this.link = new Link({
      context: options.context,
      awarenessId: options.awarenessId,
      selfId: ids.self,
      peerId: ids.peer,
      localFingerprint: fingerprints.local,
      remoteFingerprint: fingerprints.remote,
      relayed: options.relayed,
      live,
      bulk,
      onProven: () => options.onProven(this.link),
      onMessage: (message) => options.onMessage(this.link, message),
      onFault,
    });
  }

  /** Nothing more is sent or heard. Idempotent. */
  close(): void {
    this.link.closed = true;
    for (const lane of this.#lanes) lane.close();
  }
}
