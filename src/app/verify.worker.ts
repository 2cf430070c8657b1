// Verifies signatures off the main thread (ID1): 0.8 ms each with noble, and Chromium's WebCrypto too does its 0.1 ms inside
// the call.

import { KeyRing } from "../room/identity.ts";
import { createVerifier, type Check } from "../room/verifier.ts";

const verifier = createVerifier(new KeyRing());

addEventListener(
  "message",
  ({ data }: MessageEvent<Readonly<{ turn: number; checks: readonly Check[] }>>) => {
    void verifier
      .then((verify) => verify(data.checks))
      .then((verdicts) => postMessage({ turn: data.turn, verdicts }));
  },
);
