// What the pages of the bench offer to the script that drives them, ours and those as published alike: `window.bench`.

export type Opening = Readonly<{
  /** Of the signaling server, or of the broadcast server. */
  url: string;
  iceServers: readonly RTCIceServer[];
  /** Names the room. */
  secret: string;
  /** Where a pre-made document is, or null for an empty room. */
  room: string | null;
  /** This peer's number in its crowd. */
  me: number;
}>;

/** Moments in ms since 1970, comparable between pages; null: not within the deadline. */
export type Arrival = Readonly<{
  joined: number;
  linked: number | null;
  /** The latest 50 messages can be shown. */
  screenful: number | null;
  /** The document holds everything. */
  whole: number | null;
  /** Everything is verified and in the list. */
  shown: number | null;
}>;

export type Traffic = Readonly<{
  /** Over data channels, payloads as received. */
  messages: number;
  bytes: number;
  /** Of them, carrying one of the bench's live messages; `marked` leaves out echoes of one's own. */
  marked: number;
  markedBytes: number;
  sentBytes: number;
  /** Frames from the signaling server, and their characters. */
  deliveries: number;
  deliveredBytes: number;
}>;

export interface Bench {
  /** Makes the document; nothing is connected yet. */
  open(opening: Opening): Promise<void>;
  join(): Promise<void>;
  /** The moment at which there were this many working links. */
  whenLinked(count: number, deadlineMs: number): Promise<number | null>;
  links(): number;
  /** Of a newcomer to a room with `entries` in its document, `messages` of them messages. */
  whenWhole(entries: number, messages: number, deadlineMs: number): Promise<Arrival>;
  /** Writes a live message; gives the moment before it was written. */
  send(n: number): number;
  /** The moments at which others' live messages could be shown, by author and number, once there are `count`. */
  whenArrived(count: number, deadlineMs: number): Promise<readonly (readonly [string, number])[]>;
  traffic(): Traffic;
}

declare global {
  interface Window {
    bench: Bench;
  }
}

export const now = (): number => performance.timeOrigin + performance.now();

const pollMs = 10;

/** The moment at which `check` was true, looked at every few ms; null after the deadline. */
export const until = (check: () => boolean, deadlineMs: number): Promise<number | null> => {
  const deadline = now() + deadlineMs;
  return new Promise((resolve) => {
    const look = (): void => {
      if (check()) resolve(now());
      else if (now() > deadline) resolve(null);
      else setTimeout(look, pollMs);
    };
    look();
  });
};

const filler = "and so the evening went by the river";

export const liveText = (me: number, n: number): string => `#bench:${me}:${n}: ${filler}`.padEnd(65, ".");

/** "author:number" of a live message, or null for any other text. */
export const liveKey = (text: string): string | null => /^#bench:(\d+:\d+):/.exec(text)?.[1] ?? null;
