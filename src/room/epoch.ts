// The span of time that a record belongs to (RC9). Until rooms are cut into documents by it, it only stands in the head.

import type { Clock } from "./clock.ts";

/** 24.9 days. */
const epochMs = 2 ** 31;
/** Of what its creator signs for the room as a whole. */
export const standingEpoch = 0;

/** The epoch of a message or a name: that of its clock. */
export const epochOf = ({ ms }: Clock): number => Math.max(0, Math.floor(ms / epochMs));
