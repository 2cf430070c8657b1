// The seam between host nodes (SG5): what one node must tell the others, so that a topic and the list of public
// rooms are one thing on all of them. tests/contract/bus.contract.ts says how every bus behaves.

export type Stop = () => void;

/** A published message on its way to the other nodes. `json` is its data as JSON text, null when it has none. */
export type BusMessage = Readonly<{ to: string | null; json: string | null }>;

/** A public room with people in it, counted over all nodes. */
export type ListedRoom = Readonly<{ topic: string; name: string; people: number }>;

export interface Bus {
  /** Until stopped, `receive` gets what other nodes publish to `topic`, in each publisher's order. */
  join(topic: string, receive: (message: BusMessage) => void): Stop;
  /** To every other node that has joined `topic`; never back to this one. Does not throw when the bus is down. */
  publish(topic: string, message: BusMessage): void;
  /** How many subscribers `topic` has on this node; 0 forgets it. */
  report(topic: string, people: number): void;
  /** Names a topic for the list. The first name stays as long as any node reports people in it. */
  list(topic: string, name: string): void;
  /** Every named topic in which some node reports people. */
  rooms(): Promise<readonly ListedRoom[]>;
  /** Takes this node's subscriptions and reports away. Idempotent. */
  close(): Promise<void>;
}
