// What a tab needs to know of the network to draw it: plain data, so that the leading tab can hand it to the others.

import type { PresentPerson } from "../../net/mesh/presence.ts";
import type { Fault } from "../../net/mesh/signs.ts";
import type { SignalingState } from "../../net/peer/provider.ts";
import type { AuthorId, RecordId } from "../../room/ids.ts";
import type { Trouble } from "../model.ts";

export type LinkState = Readonly<{
  author: AuthorId;
  rttMs: number | null;
  relayed: boolean;
  /** Both browsers have WebRTC. */
  canBeDirect: boolean;
}>;

/** A relayed link goes silent with the host, but it takes a minute until it is given up. */
export const carries = ({ relayed }: LinkState, signaling: SignalingState): boolean =>
  !relayed || signaling !== "away";

export type NetState = Readonly<{
  signaling: SignalingState;
  links: readonly LinkState[];
  present: readonly PresentPerson[];
  receiving: number | null;
  faulty: readonly AuthorId[];
  /** Own messages that other devices said they hold, and whether that is everyone here. */
  held: readonly (readonly [id: RecordId, by: "another" | "everyone"])[];
  trouble: Trouble | null;
  /** Somebody here says to speak a newer version. */
  newer: boolean;
  /** What went wrong lately, oldest first. */
  faults: readonly Fault[];
}>;

export const noNetwork: NetState = {
  signaling: "connecting",
  links: [],
  present: [],
  receiving: null,
  faulty: [],
  held: [],
  trouble: null,
  newer: false,
  faults: [],
};
