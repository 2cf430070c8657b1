// RTCPeerConnection without a browser, as far as src/net/peer/rtc.ts uses it: descriptions, candidates and negotiated data
// channels are exchanged in memory, and the story says when the network between two of them breaks.

import { vi, onTestFinished } from "vitest";

const travelMs = 5;
/** What ICE takes to notice that nothing comes any more, and to give up. */
const disconnectedAfterMs = 3000;
const failedAfterMs = 10_000;

class FakeDataChannel extends EventTarget {
  readonly id: number;
  readyState: RTCDataChannelState = "connecting";
  binaryType: BinaryType = "blob";
  readonly bufferedAmount = 0;
  bufferedAmountLowThreshold = 0;
  onopen: ((event: Event) => unknown) | null = null;
  onclose: ((event: Event) => unknown) | null = null;
  onbufferedamountlow: ((event: Event) => unknown) | null = null;
  onmessage: ((event: MessageEvent) => unknown) | null = null;
  readonly #transmit: (data: ArrayBuffer) => void;

  constructor(id: number, transmit: (data: ArrayBuffer) => void) {
    super();
    this.id = id;
    this.#transmit = transmit;
  }

  send(data: Uint8Array<ArrayBuffer>): void {
    if (this.readyState !== "open") throw new DOMException("not open", "InvalidStateError");
    this.#transmit(data.slice().buffer);
  }

  open(): void {
    if (this.readyState !== "connecting") return;
    this.readyState = "open";
    const event = new Event("open");
    this.dispatchEvent(event);
    this.onopen?.(event);
  }

  close(): void {
    if (this.readyState === "closed") return;
    this.readyState = "closed";
    this.onclose?.(new Event("close"));
  }
}

/** What all of a story's connections share. */
export class FakeIce {
  /** In the order of their making. */
  readonly made: FakeRtc[] = [];
  /** What each finds for itself. */
  candidates: readonly RTCIceCandidateType[] = ["host", "srflx"];
  /** False: nothing gets from one to another. */
  works = true;
  /** The browser makes no further connections. */
  refuses = false;
  /** What `createOffer` and `createAnswer` reject with. */
  describeError: Error | null = null;

  /** Takes the place of the browser's until the test ends. */
  static install(): FakeIce {
    const ice = new FakeIce();
    vi.stubGlobal(
      "RTCPeerConnection",
      class extends FakeRtc {
        constructor() {
          super(ice);
        }
      },
    );
    onTestFinished(() => void vi.unstubAllGlobals());
    return ice;
  }

  /** From now on nothing gets through; those connected notice by and by. */
  cut(): void {
    this.works = false;
    for (const rtc of this.made) rtc.check();
  }

  mend(): void {
    this.works = true;
    for (const rtc of this.made) rtc.check();
  }
}

export class FakeRtc {
  readonly id: string;
  readonly calls: string[] = [];
  readonly channels = new Map<number, FakeDataChannel>();
  readonly sctp = { maxMessageSize: 256 * 1024 };
  localDescription: RTCSessionDescriptionInit | null = null;
  remoteDescription: RTCSessionDescriptionInit | null = null;
  signalingState: RTCSignalingState = "stable";
  connectionState: RTCPeerConnectionState = "new";
  onicecandidate: ((event: { candidate: RTCIceCandidate | null }) => unknown) | null = null;
  onconnectionstatechange: (() => unknown) | null = null;
  /** Candidates of the other side that were added. */
  readonly candidates: string[] = [];
  readonly #ice: FakeIce;
  #stopNoticing: () => void = () => undefined;

  constructor(ice: FakeIce) {
    if (ice.refuses) throw new DOMException("Cannot create so many PeerConnections", "UnknownError");
    this.#ice = ice;
    this.id = `rtc${ice.made.length}`;
    ice.made.push(this);
  }

  createDataChannel(_name: string, { id = 0 }: RTCDataChannelInit): FakeDataChannel {
    const channel = new FakeDataChannel(id, (data) => this.#transmit(id, data));
    this.channels.set(id, channel);
    return channel;
  }

  createOffer({ iceRestart = false }: RTCOfferOptions = {}): Promise<RTCSessionDescriptionInit> {
    this.calls.push(iceRestart ? "restart" : "offer");
    return this.#describe("offer");
  }

  createAnswer(): Promise<RTCSessionDescriptionInit> {
    this.calls.push("answer");
    return this.#describe("answer");
  }

  async setLocalDescription(description: RTCSessionDescriptionInit): Promise<void> {
    await Promise.resolve();
    this.localDescription = description;
    this.signalingState = description.type === "offer" ? "have-local-offer" : "stable";
    setTimeout(() => this.#gather(), travelMs);
    this.check();
  }

  async setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
    this.calls.push(`remote ${description.type}`);
    await Promise.resolve();
    if (description.type === "answer" && this.signalingState !== "have-local-offer")
      throw new DOMException("Called in wrong state", "InvalidStateError");
    this.remoteDescription = description;
    this.signalingState = description.type === "offer" ? "have-remote-offer" : "stable";
    this.check();
  }

  async addIceCandidate({ candidate = "" }: RTCIceCandidateInit): Promise<void> {
    await Promise.resolve();
    if (!candidate.startsWith("candidate:")) throw new DOMException("Error processing", "OperationError");
    this.candidates.push(candidate);
    this.check();
  }

  close(): void {
    if (this.connectionState === "closed") return;
    const other = this.#other;
    const wasUp = this.connectionState === "connected";
    this.connectionState = "closed";
    this.#stopNoticing();
    for (const channel of this.channels.values()) channel.readyState = "closed";
    // DTLS says that it closes, when it gets through.
    if (wasUp && this.#ice.works && other !== null)
      setTimeout(() => {
        for (const channel of other.channels.values()) channel.close();
      }, travelMs);
  }

  /** Something changed: is there a way to the other side now? */
  check(): void {
    const other = this.#other;
    if (other === null || this.connectionState === "closed") return;
    if (this.#ice.works && this.candidates.length > 0 && other.candidates.length > 0) {
      if (this.signalingState !== "stable" || other.signalingState !== "stable") return;
      for (const one of [this, other]) one.#connect();
    } else if (!this.#ice.works && this.connectionState !== "disconnected") this.#notice();
  }

  get #other(): FakeRtc | null {
    const remote = /^a=fingerprint:sha-256 (\S+)/m.exec(this.remoteDescription?.sdp ?? "")?.[1];
    const other = this.#ice.made.find(({ id }) => id.toUpperCase() === remote);
    if (other === undefined || other.connectionState === "closed") return null;
    return other.remoteDescription?.sdp?.includes(this.id.toUpperCase()) === true ? other : null;
  }

  async #describe(type: "offer" | "answer"): Promise<RTCSessionDescriptionInit> {
    await Promise.resolve();
    if (this.#ice.describeError !== null) throw this.#ice.describeError;
    return { type, sdp: `v=0\r\na=fingerprint:sha-256 ${this.id.toUpperCase()}\r\n` };
  }

  #gather(): void {
    if (this.connectionState === "closed") return;
    for (const type of this.#ice.candidates) {
      const candidate = { candidate: `candidate:1 1 udp 1 ${this.id}.local 9 typ ${type}`, type };
      this.onicecandidate?.({
        candidate: { ...candidate, sdpMid: "0", sdpMLineIndex: 0 } as RTCIceCandidate,
      });
    }
    this.onicecandidate?.({ candidate: null });
  }

  #connect(): void {
    this.#stopNoticing();
    if (this.connectionState === "connected") return;
    setTimeout(() => {
      if (this.connectionState === "closed" || !this.#ice.works) return;
      this.#turn("connected");
      for (const channel of this.channels.values()) channel.open();
    }, travelMs);
  }

  #notice(): void {
    this.#stopNoticing();
    const timers = [
      setTimeout(() => {
        if (this.connectionState === "connected") this.#turn("disconnected");
      }, disconnectedAfterMs),
      setTimeout(() => this.#turn("failed"), failedAfterMs * 2),
    ];
    this.#stopNoticing = () => {
      timers.forEach((timer) => clearTimeout(timer));
      this.#stopNoticing = () => undefined;
    };
  }

  #turn(state: RTCPeerConnectionState): void {
    if (this.connectionState === "closed" || this.connectionState === state) return;
    this.connectionState = state;
    this.onconnectionstatechange?.();
  }

  #transmit(id: number, data: ArrayBuffer): void {
    const other = this.#other;
    if (other === null || !this.#ice.works) return;
    setTimeout(() => {
      const channel = other.channels.get(id);
      if (channel?.readyState === "open") channel.onmessage?.(new MessageEvent("message", { data }));
    }, travelMs);
  }
}
