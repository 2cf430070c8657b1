/** The one map of a room's document: record id → bytes. It is part of every update, stored or sent, and never changes. */
export const recordsMap = "records";
