// Signatures on which platforms are known to disagree, with our verdict (ID1): WebCrypto is used where it gives it on all of them.
// Of the committed vectors (tests/unit/room/ed25519-vectors.ts, which hold this list to them) those whose key we accept at all:
// no other is ever put to the platform.

import { fromBase64url } from "../lib/bytes.ts";
import type { Crafted } from "./verifier.ts";

const keys = [
  "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
  "PUAXw-hDiVqStwqnTRt-vJyYLM8uxJaMwM1V8Sr0Zgw",
  "_FHNjmIYoaONpH7QAjDwWAgW7RO6MwOsXeuRFUiQgCU",
  "PUAXw-hDiVqStwqnTRt-vJyYLM8uxJaMwM1V8Sr0Zow",
];

/** Verdict, which key, message (-: none), signature; bytes as base64url. */
const table = `
good 0 - 5VZDAMNgrHKQhuLMgG6CioSHfx645dl02HPgZSJJAVVfuIIVkKM7rMYeOXAc-bRr0lv18FlbviRlUUFDjnoQCw
good 1 cg kqAJqfDUyrhyDoILX2QlQKKye1QWUD-Ps3YiI-vbadoIWsHkPhWZbkWPNhPQ8R2MOHsurrQwKu6wDSkWErsMAA
good 2 r4I YpHWV97sJAJIJ-acOr4BowzlSKKEdDpEXjaA19taw6wY_5tTjRbykK5n92CYTcZZSnwV6XFu0o3AJ77O6h7ECg
bad 1 cg kqAJqfDUyrhyDoILX2QlQKKye1QWUD-Ps3YiI-vbadr1LbdBWXirxhssLrau6_ygOHsurrQwKu6wDSkWErsMEA
bad 1 cg kqAJqfDUyrhyDoILX2QlQKKye1QWUD-Ps3YiI-vbadriAa2ec9u9HvLIJVmN5du1OHsurrQwKu6wDSkWErsMIA
bad 1 cg kqAJqfDUyrhyDoILX2QlQKKye1QWUD-Ps3YiI-vbadpw-W_MES4sL_h18yrFwBUzOXsurrQwKu6wDSkWErsMgA
bad 1 cg kqAJqfDUyrhyDoILX2QlQKKye1QWUD-Ps3YiI-vbadrt0_VcGmMSWNac96Le-d4UAAAAAAAAAAAAAAAAAAAAEA
bad 1 cg kqAJqfDUyrhyDoILX2QlQKKye1QWUD-Ps3YiI-vbadr__________________________________________w
bad 1 cg kqAJqfDUyrhyDoILX2QlQKKye1QWUD-Ps3YiI-vbadoAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
bad 1 cg AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
bad 1 cw kqAJqfDUyrhyDoILX2QlQKKye1QWUD-Ps3YiI-vbadoIWsHkPhWZbkWPNhPQ8R2MOHsurrQwKu6wDSkWErsMAA
bad 1 - kqAJqfDUyrhyDoILX2QlQKKye1QWUD-Ps3YiI-vbadoIWsHkPhWZbkWPNhPQ8R2MOHsurrQwKu6wDSkWErsMAA
bad 1 cg k6AJqfDUyrhyDoILX2QlQKKye1QWUD-Ps3YiI-vbadoIWsHkPhWZbkWPNhPQ8R2MOHsurrQwKu6wDSkWErsMAA
bad 1 cg kqAJqfDUyrhyDoILX2QlQKKye1QWUD-Ps3YiI-vbaVoIWsHkPhWZbkWPNhPQ8R2MOHsurrQwKu6wDSkWErsMAA
bad 1 cg kqAJqfDUyrhyDoILX2QlQKKye1QWUD-Ps3YiI-vbadoJWsHkPhWZbkWPNhPQ8R2MOHsurrQwKu6wDSkWErsMAA
bad 3 cg kqAJqfDUyrhyDoILX2QlQKKye1QWUD-Ps3YiI-vbadoIWsHkPhWZbkWPNhPQ8R2MOHsurrQwKu6wDSkWErsMAA
bad 2 cg kqAJqfDUyrhyDoILX2QlQKKye1QWUD-Ps3YiI-vbadoIWsHkPhWZbkWPNhPQ8R2MOHsurrQwKu6wDSkWErsMAA
good 1 cg AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABnXQVFlfoXy2pE462myjheVWZ-QaY_2rCsItEAADVAAg
bad 1 cg AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAIC9SYYg3Acce9N943qLMgjlR13RHbkVEnD7IA9pCuDQCQ
bad 1 cg 7v_______________________________________38KBAPHh1ZwQ5SnkTAtB6y9-EbgLmNxAQtz-cAhMTveAQ
bad 1 cg 7v________________________________________8AMAuuu8pCKpLRjr65Kod-_Y_YVhsuAhdTBXxeDljeBg
bad 1 cg l7s74Bm1cSGSDg-pnM8g1XCJUQKt18tjWa5PgQUnmjs2NytaVFugak0piuauWgZNogc-xwaq6iMqJcBbT_UUCw
bad 1 cg xxdqcD1N2E-6PAt2DRBnDyogU_osOczGTsf9d5KsA3rMpcAVm4kIIqqPatdJkN6Tk-MDZgP-lZHZhQMQ6KuxBQ
bad 1 cg W5fB5FRNguMVThi_J6aog2lSEV-1rD58-OvAYyO07e4iQf7fAZq5H5fYih6KEWRYdHONZR_bT5hkUwC4PfMZBA
bad 1 cg AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAIADzSXtLi1Xj7ZvvDNuZDkZBqK9Y5zsH-Bp1tYEdN3UDA
bad 1 cg feH3MkT9F_u7YU1BRbwH1imrRcFglOxptMrVbS-qAHrpWwNcD-x2sffso9EiBG8B-IrFfvPsX91T8YfiVsb4AQ
bad 1 cg JuiVj8KyJ7BFw_SJ8u-Y8NXfrAXTxjM5sTgCiG1T_AWcmTQUHkf4dePoOaYXr8M7dCuAfCQED8uJnBI9wZh5AQ
bad 1 cg z9WMu2KadOqsrQDgtONMDY8VdmYUGCsOhYC65zcjqofC3G0UFaAqJD4gz5W4UuywLAg1GPxjxK56oLnkLizXCg
bad 1 cg 7P_______________________________________3_6n3YkrKaUYj8C2G_rHv2YsR9ZcZe80uZFc2Wdtxd-Cw
bad 1 cg VkTEH-ZKjt5t8fBWYzDfKo92rv1SKDScplGwfvrYZcSmfu5wF2lyXNyiG2y3Tu8RBLqloCMJhsqxYQ_H7gSPCA
bad 1 cg JuiVj8KyJ7BFw_SJ8u-Y8NXfrAXTxjM5sTgCiG1T_IW87PNAumgyYABpaZk68T0u1dI5Ya1at-uvb2fMJ_6DDQ
bad 1 cg kmg-G6uyfRzqsedA2FlXfJat7qBKU8GDBxQ_nNxLEhH0DptwOFK20PRAI9Y8rS64RoWt4HQ9gUtVm0FesDcMAg
bad 1 cg AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAACIsem0NzgH5unPT0rUJHRIviM9bSQKnkiZqmvCLZPdAw
bad 1 cg cB4IzbsC6AREnrK-ukP4KdZUuj6faxOWSzUqktBV_4X4bwbJBefW4Qbrrvk9UbhGt8h_73JtQi12D_rR6AvdDg
bad 1 cg xxdqcD1N2E-6PAt2DRBnDyogU_osOczGTsf9d5KsA_ouVYs9JOXYJKnYqL82x_m4dbB6nPkCCHlBDonAouTrBQ
bad 1 cg 7f_______________________________________38PYLa8A7iKIiD8IS6p2M2jFKa5zWUOc3G30XH5T9DYBA
bad 1 cg AgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAIWsHkPhWZbkWPNhPQ8R2MOHsurrQwKu6wDSkWErsMAA
`;

const bytes = (text: string | undefined): Uint8Array => fromBase64url(text ?? "") ?? new Uint8Array();

export const craftedSignatures: readonly Crafted[] = table
  .trim()
  .split("\n")
  .map((line) => {
    const [verdict, key, message = "-", signature] = line.split(" ");
    return {
      valid: verdict === "good",
      key: bytes(keys[Number(key)]),
      message: message === "-" ? new Uint8Array() : bytes(message),
      signature: bytes(signature),
    };
  });
