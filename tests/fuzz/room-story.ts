// One seeded story of a room: people write, edit, erase and react while links break, frames are lost, doubled, reordered and
// cut, devices crash and restart from storage, and clocks are up to 20 hours off. Then everything heals.

import type { Payload } from "../../src/room/payload.ts";
import { World, disagreements } from "../support/world.ts";
import type { Device } from "../support/device.ts";
import type { RecordId } from "../../src/room/ids.ts";
import type { VerifyMany } from "../../src/room/verifier.ts";
import { cheapVerifyMany } from "../support/cheap-identity.ts";
import type { Chance } from "../support/chance.ts";
import { Register } from "./register.ts";

const hourMs = 60 * 60 * 1000;
const emojis = ["👍", "❤️", "😂"];

/** `written`: records, of which `lost` went with the one device that had them. */
type Outcome = Readonly<{ wrong: readonly string[]; written: number; lost: number }>;

/** A phone without WebCrypto, behind in its verifying. */
const slowly =
  (chance: Chance): VerifyMany =>
  async (checks) => {
    await new Promise((resolve) => setTimeout(resolve, chance.below(6000)));
    return cheapVerifyMany(checks);
  };

class RoomStory {
  readonly world: World;
  readonly #register: Register;
  readonly #texts: RecordId[] = [];

  constructor(seed: number) {
    this.world = new World(seed);
    const { chance } = this.world;
    this.#register = new Register(this.world.devices);
    const count = chance.between(3, 7);
    for (let i = 0; i < count; i++) {
      const skewMs = Math.round((chance.next() * 2 - 1) * 20 * hourMs);
      this.world.device({
        skewMs,
        ...(chance.happens(0.3) ? { maxLinks: 3 } : {}),
        ...(chance.happens(0.3) ? { verify: slowly(chance) } : {}),
      });
    }
  }

  async run(): Promise<Outcome> {
    const { chance, time, network, devices } = this.world;
    for (const device of devices) if (chance.happens(0.8)) device.open();
    network.faults = {
      drop: chance.happens(0.5) ? 0.03 : 0,
      duplicate: chance.happens(0.5) ? 0.05 : 0,
      reorder: chance.happens(0.5) ? 0.05 : 0,
      truncate: chance.happens(0.3) ? 0.005 : 0,
    };
    const steps = chance.between(25, 60);
    for (let step = 0; step < steps; step++) {
      this.#step(chance.pick(devices));
      await time.pass(chance.happens(0.7) ? chance.below(300) : chance.below(5000));
    }
    return this.#heal();
  }

  #step(device: Device): void {
    const { chance } = this.world;
    if (!device.isOpen) {
      if (chance.happens(0.5)) device.open();
      return;
    }
    const dice = chance.next();
    if (dice < 0.5) this.#write(device);
    else if (dice < 0.6) this.#change(device);
    else if (dice < 0.68) this.#erase(device);
    else if (dice < 0.78) this.#register.save(device);
    else if (dice < 0.84) this.#restart(device);
    else if (dice < 0.9) this.#breakLink(device);
    else if (dice < 0.95) this.#split();
    else device.mesh.wake({ networkChanged: chance.happens(0.5) });
  }

  #write(device: Device): void {
    const { chance } = this.world;
    const count = chance.happens(0.2) ? chance.between(2, 12) : 1;
    for (let i = 0; i < count; i++)
      this.#texts.push(device.say(`${device.name} ${this.#texts.length} ${"য়".repeat(chance.below(60))}`));
  }

  #change(device: Device): void {
    const { chance } = this.world;
    if (this.#texts.length === 0) return;
    const target = chance.pick(this.#texts);
    const about = device.view.find(({ id }) => id === target)?.clock ?? null;
    const payload: Payload = chance.happens(0.5)
      ? { kind: "edit", target, text: `edited ${chance.below(1000)}`, mentions: [] }
      : { kind: "reaction", target, emoji: chance.pick(emojis), on: chance.happens(0.7) };
    device.write([payload], about);
  }

  #erase(device: Device): void {
    const own = device.view.filter(({ author, erased }) => author === device.identity.id && !erased);
    if (own.length > 0) device.erase(this.world.chance.pick(own).id);
  }

  #restart(device: Device): void {
    this.#register.close(device, { bye: this.world.chance.happens(0.6) });
    if (this.world.chance.happens(0.7)) device.open();
  }

  #breakLink(device: Device): void {
    const [link] = this.world.chance.shuffle(device.mesh.links);
    if (link !== undefined) this.world.network.breakLink(device.mesh.peerId, link.peerId);
  }

  #split(): void {
    const { chance, network, open } = this.world;
    const apart = chance.happens(0.6);
    network.split(new Map(open.map(({ mesh }) => [mesh.peerId, apart ? chance.below(2) : 0])));
  }

  async #heal(): Promise<Outcome> {
    const { time, network, devices } = this.world;
    network.faults = {};
    network.split(new Map());
    for (const device of devices) if (!device.isOpen) device.open();
    for (const { mesh } of devices) mesh.wake({ networkChanged: true });
    await this.world.agreed(300_000, devices);
    // What was received outside a contiguous update gets its own struct.
    await time.pass(20_000);
    const wrong = [...disagreements(devices, time.wall + 48 * hourMs)];
    for (const device of devices) wrong.push(...this.#register.faults(device));
    const { written, kept } = this.#register;
    return { wrong, written: written.length, lost: written.length - kept.length };
  }
}

export const roomStory = async (seed: number): Promise<Outcome> => {
  const story = new RoomStory(seed);
  try {
    return await story.run();
  } finally {
    story.world.close();
  }
};
