// The bus of a host that runs alone, and of several nodes in one process (tests).

import type { Bus, BusMessage, ListedRoom } from "./bus.ts";

type Receive = (message: BusMessage) => void;
type Node = { topics: Map<string, Set<Receive>>; people: Map<string, number> };

export type MemoryHub = Readonly<{ connect: () => Bus }>;

/** Nodes connected to one hub share topics. */
export const createMemoryHub = (): MemoryHub => {
  const nodes = new Set<Node>();
  const names = new Map<string, string>();

  const peopleOf = (topic: string): number => {
    let people = 0;
    for (const node of nodes) people += node.people.get(topic) ?? 0;
    return people;
  };

  const connect = (): Bus => {
    const self: Node = { topics: new Map(), people: new Map() };
    nodes.add(self);

    const report = (topic: string, people: number): void => {
      if (people > 0) self.people.set(topic, people);
      else if (self.people.delete(topic) && peopleOf(topic) === 0) names.delete(topic);
    };

    return {
      join: (topic, receive) => {
        const receivers = self.topics.get(topic) ?? new Set();
        self.topics.set(topic, receivers.add(receive));
        return () => {
          receivers.delete(receive);
          if (receivers.size === 0 && self.topics.get(topic) === receivers) self.topics.delete(topic);
        };
      },
      publish: (topic, message) => {
        for (const node of nodes) {
          if (node !== self) node.topics.get(topic)?.forEach((receive) => receive(message));
        }
      },
      report,
      list: (topic, name) => {
        if (!names.has(topic) && peopleOf(topic) > 0) names.set(topic, name);
      },
      rooms: () => {
        const rooms: ListedRoom[] = [];
        for (const [topic, name] of names) rooms.push({ topic, name, people: peopleOf(topic) });
        return Promise.resolve(rooms);
      },
      close: () => {
        nodes.delete(self);
        for (const topic of self.people.keys()) if (peopleOf(topic) === 0) names.delete(topic);
        self.topics.clear();
        self.people.clear();
        return Promise.resolve();
      },
    };
  };

  return { connect };
};

/** A bus with nobody else on it. */
export const createMemoryBus = (): Bus => createMemoryHub().connect();
