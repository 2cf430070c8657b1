// What is wrong with the connection, from what can be seen; each cause has one fix, which the screens say.

import type { PresentPerson } from "../../net/mesh/presence.ts";
import type { SignalingState } from "../../net/peer/provider.ts";
import type { Trouble } from "../model.ts";
import { carries, type LinkState } from "./net-state.ts";

export type Signs = Readonly<{
  signaling: SignalingState;
  /** This browser makes direct connections. */
  webRtc: boolean;
  links: readonly LinkState[];
  present: readonly PresentPerson[];
  /** Attempts to reach a peer that failed in a row. */
  failures: (peerId: string) => number;
  /** What ICE found for itself; null while nothing was tried. */
  candidates?: ReadonlySet<RTCIceCandidateType> | null;
  /** What the browser says of the local network; null where it says nothing. */
  localNetwork?: PermissionState | null;
  /** This page was asleep until just now, and links that it had are not back. */
  isWaking?: boolean;
}>;

/** One failure is an accident. */
const tellingFailures = 2;

export const findTrouble = ({
  signaling,
  webRtc,
  links,
  present,
  failures,
  candidates = null,
  localNetwork = null,
  isWaking = false,
}: Signs): Trouble | null => {
  if (
    signaling !== "connected" &&
    !links.some((link) => carries(link, signaling)) &&
    typeof navigator !== "undefined" &&
    !navigator.onLine
  )
    return "offline";
  if (!webRtc) return signaling === "away" ? "host-needed" : "webrtc-missing";
  if (isWaking) return "asleep";
  const linked = new Set(links.map(({ author }) => author));
  const unreached = present.filter(
    ({ author, peerId }) => !linked.has(author) && failures(peerId) >= tellingFailures,
  );
  const relayed = links.some((link) => link.relayed && link.canBeDirect);
  if (unreached.length > 0 || relayed) {
    // Denied, Chrome finds no address at all, or finds them and never gets through with any.
    if (localNetwork === "denied" || candidates?.size === 0) return "local-network-denied";
    if (candidates !== null && !candidates.has("srflx")) return "addresses-hidden";
    return "udp-blocked";
  }
  return signaling === "away" ? "host-unreachable" : null;
};
