// What was written in a room, by whom ever, and what of it a crash may have taken: only what was nowhere else.

import type { Device } from "../support/device.ts";
import type { RecordId } from "../../src/room/ids.ts";

export class Register {
  readonly #devices: readonly Device[];
  readonly #lost = new Set<RecordId>();
  /** What each device's storage holds. */
  readonly #stored = new Map<Device, ReadonlySet<RecordId>>();

  constructor(devices: readonly Device[]) {
    this.#devices = devices;
  }

  /** Every record that any device ever wrote. */
  get written(): readonly RecordId[] {
    return this.#devices.flatMap(({ written }) => written);
  }

  /** Those of them that must be everywhere in the end. */
  get kept(): readonly RecordId[] {
    return this.written.filter((id) => !this.#lost.has(id));
  }

  save(device: Device): void {
    device.save();
    this.#stored.set(device, new Set(this.written.filter((id) => inDocument(device, id))));
  }

  /** The device ends, with a goodbye and what it holds stored, or with neither. */
  close(device: Device, { bye }: Readonly<{ bye: boolean }>): void {
    if (bye) this.save(device);
    const held = this.written.filter((id) => isHeld(device, id));
    device.close({ bye });
    const others = this.#devices.filter(({ isOpen }) => isOpen);
    for (const id of held)
      if (
        !others.some((other) => isHeld(other, id)) &&
        ![...this.#stored.values()].some((ids) => ids.has(id))
      )
        this.#lost.add(id);
  }

  /** What is wrong with what a device holds, in words. A record that only seemed lost may be there, if it is everywhere. */
  faults(device: Device): readonly string[] {
    const held = new Set(Array.from({ length: 256 }, (_, i) => [...device.ledger.ids.idsOf(i)]).flat());
    const written = new Set(this.written);
    return [
      ...this.kept.filter((id) => !held.has(id)).map((id) => `${device.name} has lost ${id}`),
      ...[...held]
        .filter((id) => !written.has(id))
        .map((id) => `${device.name} holds ${id}, which nobody wrote`),
    ];
  }
}

const inDocument = ({ doc, ledger }: Device, id: RecordId): boolean =>
  doc.getMap("records").has(id) || ledger.isErased(id);
const isHeld = ({ ledger }: Device, id: RecordId): boolean => ledger.has(id) || ledger.isErased(id);
