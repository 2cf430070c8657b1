// The native RTCPeerConnection of one link: lanes, offer and answer, candidates. It knows nothing of rooms.
// Only one side ever offers (negotiation.ts decides which), and all channels are negotiated beforehand: with two offerers the
// published stack leaves pairs "connected" that never exchange a byte (4 of 15 after a host restart at 60 ms).

import { toError } from "../../lib/to-error.ts";
import { channelIds, channelNames, forChannels, type ChannelName } from "../link/channels.ts";
import { maxCandidates, withoutCandidates, type Description } from "./signal.ts";

/** What ended it; a step of the negotiation by the name of the browser's error. */
export type RtcFault = "ice-failed" | `${ChannelName}-closed` | `negotiation ${string}`;

export type RtcHandlers = Readonly<{
  offer: (description: Description) => void;
  answer: (description: Description) => void;
  candidates: (candidates: readonly RTCIceCandidateInit[]) => void;
  /** All channels may be used. */
  open: () => void;
  state: (state: RTCPeerConnectionState) => void;
  /** The link is of no more use. */
  failed: (fault: RtcFault) => void;
}>;

/** Candidates found this soon travel inside the description: on a LAN that is all of them, and one signal each way is enough. */
const gatherFirstMs = 120;
/** Later ones travel together. */
const trickleMs = 80;

/** Candidates of the other side in the life of a connection: what several restarts bring. Past it, a new connection is needed. */
const maxTried = 4 * maxCandidates;

export class Rtc {
  readonly channels: Readonly<Record<ChannelName, RTCDataChannel>>;
  readonly #candidateTypes = new Set<RTCIceCandidateType>();
  readonly #pc: RTCPeerConnection;
  readonly #handlers: RtcHandlers;
  /** Negotiation steps run one after the other: each awaits the browser, and they must not overtake each other. */
  #steps: Promise<void> = Promise.resolve();
  /** Candidates of the other side. */
  #tried = 0;
  #described = false;
  #found: RTCIceCandidateInit[] = [];
  #trickle: ReturnType<typeof setTimeout> | undefined;
  #gathered: (() => void) | undefined;
  #gatheredAll = false;
  #closed = false;

  constructor(iceServers: readonly RTCIceServer[], handlers: RtcHandlers) {
    this.#handlers = handlers;
    this.#pc = new RTCPeerConnection({ iceServers: [...iceServers] });
    const channel = (name: ChannelName): RTCDataChannel => {
      const made = this.#pc.createDataChannel(name, { negotiated: true, id: channelIds[name] });
      made.binaryType = "arraybuffer";
      made.onclose = () => this.#fail(`${name}-closed`);
      return made;
    };
    this.channels = forChannels(channel);
    this.channels.live.addEventListener("open", () => this.#onOpen());
    this.#pc.onicecandidate = ({ candidate }) => this.#onCandidate(candidate);
    this.#pc.onconnectionstatechange = () => {
      if (this.#closed) return;
      if (this.#pc.connectionState === "failed") this.#fail("ice-failed");
      else handlers.state(this.#pc.connectionState);
    };
  }

  /**
   * Kinds of addresses found here: none at all tells the connection doctor much. null while there are none yet, which tells it
   * nothing.
   */
  get candidateTypes(): ReadonlySet<RTCIceCandidateType> | null {
    return this.#candidateTypes.size > 0 || this.#gatheredAll ? this.#candidateTypes : null;
  }

  get localSdp(): string {
    return this.#pc.localDescription?.sdp ?? "";
  }

  get remoteSdp(): string {
    return this.#pc.remoteDescription?.sdp ?? "";
  }

  /** The frame size both ends can take (FR1). */
  get frameBytes(): number {
    return Math.min(64 * 1024, this.#pc.sctp?.maxMessageSize ?? 64 * 1024);
  }

  offer({ restart = false } = {}): void {
    this.#step(async () => {
      await this.#describe(await this.#pc.createOffer({ iceRestart: restart }));
      if (!this.#closed) this.#handlers.offer(this.#description());
    });
  }

  acceptOffer(offer: Description): void {
    this.#step(async () => {
      await this.#pc.setRemoteDescription({ type: "offer", sdp: offer.sdp });
      await this.#add(offer.candidates);
      await this.#describe(await this.#pc.createAnswer());
      if (!this.#closed) this.#handlers.answer(this.#description());
    });
  }

  acceptAnswer(answer: Description): void {
    this.#step(async () => {
      if (this.#pc.signalingState !== "have-local-offer") return; // out of state: ignored (PR1)
      await this.#pc.setRemoteDescription({ type: "answer", sdp: answer.sdp });
      await this.#add(answer.candidates);
    });
  }

  acceptCandidates(candidates: readonly RTCIceCandidateInit[]): void {
    this.#step(() => this.#add(candidates));
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#trickle);
    this.#gathered?.();
    for (const name of channelNames) this.channels[name].onclose = null;
    this.#pc.onicecandidate = null;
    this.#pc.onconnectionstatechange = null;
    this.#pc.close();
  }

  #step(run: () => Promise<void>): void {
    this.#steps = this.#steps.then(async () => {
      if (this.#closed) return;
      try {
        await run();
      } catch (reason) {
        this.#fail(`negotiation ${toError(reason).name}`);
      }
    });
  }

  async #add(candidates: readonly RTCIceCandidateInit[]): Promise<void> {
    for (const candidate of candidates) {
      if (++this.#tried > maxTried) return;
      // A candidate of an earlier description, or one this browser cannot read, does not spoil the others.
      await this.#pc.addIceCandidate(candidate).catch(() => undefined);
    }
  }

  async #describe(description: RTCSessionDescriptionInit): Promise<void> {
    this.#described = false;
    this.#found = [];
    const gathered = new Promise<void>((resolve) => {
      this.#gathered = resolve;
      setTimeout(resolve, gatherFirstMs);
    });
    await this.#pc.setLocalDescription(description);
    await gathered;
    this.#described = true;
  }

  #description(): Description {
    const candidates = this.#found;
    this.#found = [];
    return { sdp: withoutCandidates(this.localSdp), candidates };
  }

  #onCandidate(candidate: RTCIceCandidate | null): void {
    if (this.#closed) return;
    if (candidate === null) {
      this.#gatheredAll = true;
      this.#gathered?.();
      return;
    }
    if (candidate.candidate === "") return;
    if (candidate.type !== null) this.#candidateTypes.add(candidate.type);
    this.#found.push({
      candidate: candidate.candidate,
      sdpMid: candidate.sdpMid,
      sdpMLineIndex: candidate.sdpMLineIndex,
    });
    if (!this.#described) return;
    this.#trickle ??= setTimeout(() => {
      this.#trickle = undefined;
      const found = this.#found;
      this.#found = [];
      if (!this.#closed && found.length > 0) this.#handlers.candidates(found);
    }, trickleMs);
  }

  /**
   * A channel can open, and messages arrive, before setRemoteDescription has resolved: then the remote fingerprint is not
   * to be read yet, and the hello would be bound to nothing (seen in one of eight joins on a busy machine).
   */
  #onOpen(): void {
    const { live, bulk } = this.channels;
    const held: (() => void)[] = [];
    for (const channel of [live, bulk])
      channel.onmessage = (event) => held.push(() => channel.onmessage?.(event));
    this.#step(() => {
      this.#handlers.open();
      for (const deliver of held.splice(0)) deliver();
      return Promise.resolve();
    });
  }

  #fail(fault: RtcFault): void {
    if (this.#closed) return;
    this.close();
    this.#handlers.failed(fault);
  }
}
