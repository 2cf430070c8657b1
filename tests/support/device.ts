// One person's device without a browser: document, ledger, projection and mesh as app/session/session.ts puts them together, and a
// storage that survives a restart.

import * as Y from "yjs";
import { utf8 } from "../../src/lib/bytes.ts";
import { nonceBytes } from "../../src/net/link/peer-id.ts";
import { Mesh } from "../../src/net/mesh/mesh.ts";
import type { Identity } from "../../src/room/identity.ts";
import type { RecordId } from "../../src/room/ids.ts";
import type { Ledger } from "../../src/room/ledger.ts";
import { clockOf, type Message } from "../../src/room/message.ts";
import { Messages } from "../../src/room/messages.ts";
import { textMessage, type Payload } from "../../src/room/payload.ts";
import { recordHash, type ParsedRecord } from "../../src/room/record.ts";
import type { VerifyMany } from "../../src/room/verifier.ts";
import { cheapIdentity, cheapVerifyMany } from "./cheap-identity.ts";
import type { FakeNetwork } from "./fake-network.ts";
import { createRoom } from "./room.ts";
import type { Chance } from "./chance.ts";

const latestCount = 60;

export type DeviceOptions = Readonly<{
  name: string;
  chance: Chance;
  network: FakeNetwork;
  /** How far its own wall is off, ms. */
  skewMs?: number;
  maxLinks?: number;
  verify?: VerifyMany;
  identity?: Identity;
}>;

type Running = { doc: Y.Doc; ledger: Ledger; mesh: Mesh; messages: Messages };

export class Device {
  readonly name: string;
  readonly identity: Identity;
  readonly options: DeviceOptions;
  /** All that was ever written here, in every life of it. */
  readonly written: RecordId[] = [];
  /** What IndexedDB holds. */
  stored: Uint8Array | null = null;
  /** The one time at which views are compared; else the device's own. */
  viewAt: number | null = null;
  /** How far its wall is off now, ms. */
  skewMs: number;
  #running: Running | null = null;

  constructor(options: DeviceOptions) {
    this.options = options;
    this.name = options.name;
    this.skewMs = options.skewMs ?? 0;
    this.identity = options.identity ?? cheapIdentity(options.chance);
  }

  get running(): Running {
    if (this.#running === null) throw new Error(`${this.name} is not open`);
    return this.#running;
  }

  get isOpen(): boolean {
    return this.#running !== null;
  }

  get doc(): Y.Doc {
    return this.running.doc;
  }

  get ledger(): Ledger {
    return this.running.ledger;
  }

  get mesh(): Mesh {
    return this.running.mesh;
  }

  /** Loads what is stored and connects. */
  open(): this {
    const { chance, network, verify = cheapVerifyMany, maxLinks } = this.options;
    const now = (): number => Date.now() + this.skewMs;
    const messages = new Messages({ now: () => this.viewAt ?? now() });
    const { doc, ledger, context } = createRoom({
      identity: this.identity,
      clientId: chance.below(2 ** 32),
      now,
      verify,
      isReceiving: () => this.#running?.mesh.isReceiving === true,
      latest: () => messages.list.slice(-latestCount).map(({ id }) => id),
      stored: this.stored,
    });
    ledger.onAccepted((records: readonly ParsedRecord[]) => messages.add(records));
    ledger.onRemoved((id) => messages.remove(id));
    const mesh: Mesh = new Mesh({
      context,
      nonce: utf8(chance.hex(24)).subarray(0, nonceBytes),
      announce: () => network.announce(mesh.peerId),
      ...(maxLinks === undefined ? {} : { maxLinks }),
    });
    this.#running = { doc, ledger, mesh, messages };
    network.join(mesh);
    mesh.presence.set({ inside: true });
    return this;
  }

  save(): void {
    this.stored = Y.encodeStateAsUpdate(this.doc);
  }

  /** Goodbye, or none; what was not saved is gone. */
  close({ bye = true } = {}): void {
    const { mesh, ledger, doc } = this.running;
    if (bye) this.save();
    this.options.network.leave(mesh.peerId, bye);
    mesh.close();
    ledger.close();
    doc.destroy();
    this.#running = null;
  }

  /** As `Ledger.write`. */
  write(...written: Parameters<Ledger["write"]>): readonly RecordId[] {
    const ids = this.ledger.write(...written);
    this.written.push(...ids);
    return ids;
  }

  say(text: string): RecordId {
    const [id] = this.write([textMessage(text)]);
    if (id === undefined) throw new Error("nothing was written");
    return id;
  }

  /** As app/open-room/room.ts erases: the message with its author's edits. False when it is not there. */
  erase(target: RecordId): boolean {
    const { messages, ledger } = this.running;
    const message = messages.get(target);
    if (message === null || message.erased || message.author !== this.identity.id) return false;
    const clock = clockOf(message);
    const erases = [target, ...messages.editsOf(target)].flatMap((id): Payload[] => {
      const bytes = ledger.bytesOf(id);
      if (bytes === null) return [];
      const { wall } = message;
      return [{ kind: "erase", target: id, hash: recordHash(bytes), clock, wall, wasMessage: id === target }];
    });
    this.write(erases, clock);
    return true;
  }

  /** What this device shows. */
  get view(): readonly Message[] {
    this.running.messages.recheck();
    return this.running.messages.list;
  }

  get texts(): readonly string[] {
    return this.view.map(({ text }) => text);
  }

  /** What it shows at `at`. */
  viewedAt(at: number): readonly Message[] {
    this.viewAt = at;
    this.running.messages.recheck();
    return this.view;
  }
}
