// Devices, a network and a time of their own, from one seed; and what must be true of them once everything is whole again.

import { VirtualTime } from "./virtual-time.ts";
import { onTestFinished } from "vitest";
import { Device, type DeviceOptions } from "./device.ts";
import { FakeNetwork, type NetworkOptions } from "./fake-network.ts";
import type { Chance } from "./chance.ts";
import { useSeed } from "./seeded.ts";
import { clockOf, type Message } from "../../src/room/message.ts";
import { parseMessage } from "../../src/net/link/message-bytes.ts";
import type { Parsed } from "../../src/net/link/message.ts";
import type { RecordId } from "../../src/room/ids.ts";

export class World {
  readonly chance: Chance;
  readonly time: VirtualTime;
  readonly network: FakeNetwork;
  readonly devices: Device[] = [];

  constructor(seed: number, options: Partial<NetworkOptions> = {}) {
    this.chance = useSeed(seed);
    this.time = VirtualTime.start();
    this.network = new FakeNetwork({ time: this.time, chance: this.chance, ...options });
    onTestFinished(() => this.close());
  }

  get open(): readonly Device[] {
    return this.devices.filter(({ isOpen }) => isOpen);
  }

  /** A device that is not open yet. */
  device(options: Partial<DeviceOptions> = {}): Device {
    const { chance, network, devices } = this;
    const device = new Device({ name: `device ${devices.length}`, chance, network, ...options });
    devices.push(device);
    return device;
  }

  /** `count` open devices that are all linked with each other. */
  async fullMesh(count: number, options: Partial<DeviceOptions> = {}): Promise<readonly Device[]> {
    const devices = Array.from({ length: count }, () => this.device(options).open());
    await this.linked(devices);
    return devices;
  }

  /** Waits until each of these has a link to each other one. */
  async linked(devices: readonly Device[] = this.open, withinMs = 120_000): Promise<void> {
    await this.time.until(
      () => devices.every(({ mesh }) => mesh.links.length >= devices.length - 1),
      withinMs,
      "every device linked",
    );
  }

  /** Waits until all hold the same records. */
  async agreed(withinMs = 180_000, devices: readonly Device[] = this.open): Promise<void> {
    await this.time.until(
      () => {
        const digests = devices.map(({ ledger }) => (ledger.settled ? String(ledger.ids.digest) : ""));
        return digests[0] !== "" && digests.every((digest) => digest === digests[0]);
      },
      withinMs,
      `all agree (${devices.map(({ ledger }) => ledger.ids.size).join(", ")} records)`,
    );
  }

  /** What was heard of by everyone, message by message. */
  listen(): { from: string; to: string; message: Parsed; bytes: number }[] {
    const heard: { from: string; to: string; message: Parsed; bytes: number }[] = [];
    this.network.tap = (from, to, bytes) => {
      const message = parseMessage(bytes);
      if (message !== null) heard.push({ from, to, message, bytes: bytes.length });
    };
    return heard;
  }

  close(): void {
    this.network.faults = {};
    for (const device of this.open) device.close({ bye: false });
    this.time.stop();
  }
}

/** All that a person sees of a message, to compare. */
export const seen = (message: Message): string => {
  const { id, author, text, edited, erased, reactions } = message;
  return JSON.stringify({ id, author, clock: clockOf(message), text, edited, erased, reactions });
};

/** What all must show alike: what is due in its order; what is ahead stands for each where it was received (RC3). */
const agreedOn = (list: readonly Message[]): readonly string[] => [
  ...list.filter(({ ahead }) => ahead === undefined).map(seen),
  ...list
    .filter(({ ahead }) => ahead !== undefined)
    .map(seen)
    .sort(),
];

/** What is wrong with what these devices hold and show, in words; empty when all is well. */
export const disagreements = (devices: readonly Device[], at: number): readonly string[] => {
  const [first, ...others] = devices;
  if (first === undefined) return [];
  const wrong: string[] = [];
  const expected = agreedOn(first.viewedAt(at));
  if (new Set(first.view.map(({ id }) => id)).size !== expected.length)
    wrong.push(`${first.name} shows something twice`);
  for (const other of others) {
    const view = agreedOn(other.viewedAt(at));
    const index = view.findIndex((message, i) => message !== expected[i]);
    if (index >= 0 || view.length !== expected.length)
      wrong.push(
        `${other.name} shows ${view.length} messages, ${first.name} ${expected.length}; ` +
          `at ${index}: ${view[index]} instead of ${expected[index]}`,
      );
  }
  for (const device of devices) {
    const { ledger, mesh, doc } = device;
    if (mesh.faulty.size > 0) wrong.push(`${device.name} calls an honest member faulty`);
    if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null)
      wrong.push(`${device.name} has structs pending inside Yjs`);
    for (let bucket = 0; bucket < 256; bucket++)
      for (const id of ledger.ids.idsOf(bucket))
        if (!ledger.isErased(id) && ledger.bytesOf(id) === null)
          wrong.push(`${device.name} counts ${id} but does not hold it`);
  }
  return wrong;
};

/** Records that `device` should have, and has not. */
export const missing = (device: Device, ids: Iterable<RecordId>): readonly RecordId[] =>
  [...ids].filter((id) => !device.ledger.ids.has(id));
