// Who listens to which topic, and who gets a published message (SG2). It knows no sockets and reads no message.

import type { Bus, BusMessage, Stop } from "./bus.ts";
import type { Counters, Limits } from "./limits.ts";

export interface Subscriber {
  /** Topic → the peer ids this subscriber has used as `from` in it. Kept by Topics. */
  readonly topics: Map<string, Set<string>>;
  /** Where it comes from: one and the same object for all subscribers of an address. */
  readonly address: object;
  /** Sends one frame; drops it when the reader is too slow. Never throws. */
  deliver(frame: Buffer): void;
}

export type Publication = BusMessage & Readonly<{ topic: string; from: string | null }>;

type Topic = {
  readonly name: string;
  readonly subscribers: Set<Subscriber>;
  /** The same by address, the newest last. */
  readonly addresses: Map<object, Set<Subscriber>>;
  /** Peer id → the subscribers that use it, first come first. */
  readonly users: Map<string, Subscriber[]>;
  readonly leaveBus: Stop;
};

type TopicLimits = Pick<
  Limits,
  "maxTopicsPerSocket" | "maxSubscribersPerTopic" | "maxSocketsPerPeerId" | "maxPeerIdsPerTopic"
>;

/**
 * Who gives way in a full topic to one who comes from `address`: the newest of the address that has most, if it will
 * not have less than the newcomer's. So an address alone in a room may fill it, and shuts nobody else out.
 */
const newestOfFullest = (topic: Topic, address: object): Subscriber | undefined => {
  let most = (topic.addresses.get(address)?.size ?? 0) + 1;
  let fullest: Set<Subscriber> | undefined;
  for (const subscribers of topic.addresses.values()) {
    if (subscribers.size <= most) continue;
    most = subscribers.size;
    fullest = subscribers;
  }
  return fullest && [...fullest].at(-1);
};

export class Topics {
  readonly #topics = new Map<string, Topic>();
  readonly #bus: Bus;
  readonly #limits: TopicLimits;
  readonly #counters: Counters;

  constructor(bus: Bus, limits: TopicLimits, counters: Counters) {
    this.#bus = bus;
    this.#limits = limits;
    this.#counters = counters;
  }

  get size(): number {
    return this.#topics.size;
  }

  subscribe(subscriber: Subscriber, name: string): void {
    if (subscriber.topics.has(name)) return;
    if (subscriber.topics.size >= this.#limits.maxTopicsPerSocket) {
      this.#counters["too-many-topics"]++;
      return;
    }
    const known = this.#topics.get(name);
    if ((known?.subscribers.size ?? 0) >= this.#limits.maxSubscribersPerTopic) {
      const last = known && newestOfFullest(known, subscriber.address);
      if (last === undefined) {
        this.#counters["topic-full"]++;
        return;
      }
      this.#counters["gave-way"]++;
      this.unsubscribe(last, name);
    }
    const topic = this.#topics.get(name) ?? this.#open(name);
    topic.subscribers.add(subscriber);
    const neighbours = topic.addresses.get(subscriber.address) ?? new Set();
    topic.addresses.set(subscriber.address, neighbours.add(subscriber));
    subscriber.topics.set(name, new Set());
    this.#bus.report(name, topic.subscribers.size);
  }

  unsubscribe(subscriber: Subscriber, name: string): void {
    const topic = this.#topics.get(name);
    const ids = subscriber.topics.get(name);
    if (topic === undefined || ids === undefined) return;
    subscriber.topics.delete(name);
    topic.subscribers.delete(subscriber);
    const neighbours = topic.addresses.get(subscriber.address);
    neighbours?.delete(subscriber);
    if (neighbours?.size === 0) topic.addresses.delete(subscriber.address);
    for (const id of ids) {
      const users = (topic.users.get(id) ?? []).filter((user) => user !== subscriber);
      if (users.length > 0) topic.users.set(id, users);
      else topic.users.delete(id);
    }
    this.#bus.report(name, topic.subscribers.size);
    if (topic.subscribers.size > 0) return;
    topic.leaveBus();
    this.#topics.delete(name);
  }

  leave(subscriber: Subscriber): void {
    for (const name of subscriber.topics.keys()) this.unsubscribe(subscriber, name);
  }

  /**
   * Delivers to everyone else in the topic, or, with `to`, only to those who use that id; gives the number of copies.
   * The publisher need not be subscribed: a peer that leaves says "bye" after y-webrtc has unsubscribed it. No echo:
   * stock clients throw their own messages away.
   */
  publish(publisher: Subscriber, publication: Publication): number {
    const { topic: name, from } = publication;
    const topic = this.#topics.get(name);
    if (topic !== undefined && from !== null) this.#learn(topic, publisher, from);
    this.#bus.publish(name, { to: publication.to, json: publication.json });
    return topic === undefined ? 0 : this.#deliver(topic, publication, publisher);
  }

  #open(name: string): Topic {
    const topic: Topic = {
      name,
      subscribers: new Set(),
      addresses: new Map(),
      users: new Map(),
      leaveBus: this.#bus.join(name, (message) => this.#deliver(topic, message, null)),
    };
    this.#topics.set(name, topic);
    return topic;
  }

  /** The first users of an id keep it, whoever comes later: a second one can listen, not steer. */
  #learn(topic: Topic, subscriber: Subscriber, id: string): void {
    const ids = subscriber.topics.get(topic.name);
    if (ids === undefined || ids.has(id)) return;
    if (ids.size >= this.#limits.maxPeerIdsPerTopic) {
      this.#counters["too-many-ids"]++;
      return;
    }
    const users = topic.users.get(id) ?? [];
    if (users.length >= this.#limits.maxSocketsPerPeerId) {
      this.#counters["id-taken"]++;
      return;
    }
    topic.users.set(id, [...users, subscriber]);
    ids.add(id);
  }

  #deliver(topic: Topic, { to, json }: BusMessage, publisher: Subscriber | null): number {
    const receivers = to === null ? topic.subscribers : topic.users.get(to);
    if (receivers === undefined) {
      if (publisher !== null) this.#counters["no-such-peer"]++;
      return 0;
    }
    // Written once for all receivers, with the number of subscribers, as the published server does.
    const data = json === null ? "" : `,"data":${json}`;
    const frame = Buffer.from(
      `{"type":"publish","topic":${JSON.stringify(topic.name)}${data},"clients":${topic.subscribers.size}}`,
    );
    let copies = 0;
    for (const receiver of receivers) {
      if (receiver === publisher) continue;
      receiver.deliver(frame);
      copies++;
    }
    return copies;
  }
}
