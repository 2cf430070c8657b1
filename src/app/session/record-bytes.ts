// How much the room's records weigh in the document (GT4): counted once when it is loaded, then with each change.

import type * as Y from "yjs";
import type { Stop } from "../../lib/listeners.ts";

/** Past this the screens offer to go on in a fresh room: loading, and keeping it on a phone, become slow (GT4). */
export const softCapBytes = 100_000_000;

const lengthOf = (value: unknown): number => (value instanceof Uint8Array ? value.length : 0);

export type RecordBytes = Readonly<{
  /** 0 until counting has begun. */
  total: () => number;
  /** The document is loaded: counts what is there, and from now on what comes and goes. */
  begin: () => void;
  stop: Stop;
}>;

/**
 * To be made before the ledger: it deletes what is erased in its own observer, and one called after it would find nothing
 * where something was added. What changes before `begin` is passed over: a history is cheaper counted than followed.
 */
export const countRecordBytes = (records: Y.Map<Uint8Array>): RecordBytes => {
  let total = 0;
  let counting = false;
  const observer = (event: Y.YMapEvent<Uint8Array>): void => {
    if (!counting) return;
    for (const [key, { action, oldValue }] of event.changes.keys) {
      if (action !== "add") total -= lengthOf(oldValue);
      if (action !== "delete") total += lengthOf(records.get(key));
    }
  };
  records.observe(observer);
  return {
    total: () => total,
    begin: () => {
      counting = true;
      total = 0;
      for (const bytes of records.values()) total += lengthOf(bytes);
    },
    stop: () => records.unobserve(observer),
  };
};
