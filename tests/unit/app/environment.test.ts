import { afterEach, expect, test, vi } from "vitest";
import { missingHere } from "../../../src/app/environment.ts";
import { bn } from "../../../src/i18n/bn.ts";
import { en } from "../../../src/i18n/en.ts";

afterEach(() => vi.unstubAllGlobals());

const browser = ({ secure = true, agent = "Mozilla/5.0 Firefox/140.0", webRtc = true } = {}): void => {
  vi.stubGlobal("window", { isSecureContext: secure });
  vi.stubGlobal("navigator", { userAgent: agent });
  vi.stubGlobal("RTCPeerConnection", webRtc ? vi.fn() : undefined);
};

test("[SG10] over plain http the page says whom one trusts: everyone on this network", () => {
  browser({ secure: false });
  expect(missingHere({ storage: true })).toEqual(["secure-context"]);
  expect(en.notice.insecure).toContain("everyone on this network could alter the page");
  expect(bn.notice.insecure).not.toBe("");
  browser();
  expect(missingHere({ storage: true })).toEqual([]);
});

test("[LK4] a messenger's own browser is known by its name", () => {
  browser({ agent: "Mozilla/5.0 (iPhone) AppleWebKit/605 [FBAN/FBIOS;FBAV/400]" });
  expect(missingHere({ storage: true })).toEqual(["in-app-browser"]);
});

test("[ST2] where nothing can be stored it is said", () => {
  browser();
  expect(missingHere({ storage: false })).toEqual(["storage"]);
});

test("[MS5] a browser without WebRTC is told what it lacks, and is not turned away", () => {
  browser({ webRtc: false });
  expect(missingHere({ storage: true })).toEqual(["web-rtc"]);
});
