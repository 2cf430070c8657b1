// Verifies signatures off the main thread where WebCrypto cannot (ID1): plain http, and browsers without Ed25519.

import { KeyRing } from "../room/identity.ts";
import type { Check } from "../room/verifier.ts";

const keys = new KeyRing();

addEventListener(
  "message",
  ({ data }: MessageEvent<Readonly<{ turn: number; checks: readonly Check[] }>>) => {
    const verdicts = data.checks.map(({ signature, message, key }) => keys.verify(signature, message, key));
    postMessage({ turn: data.turn, verdicts });
  },
);
