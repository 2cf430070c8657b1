// What this browser lacks, of what rooms can do without.

import { hasWebRtc } from "../lib/web-rtc.ts";
import type { Missing } from "./model.ts";

/** Messengers' built-in browsers: no install, storage of their own, often no WebRTC. */
const inApp =
  /\b(FBAN|FBAV|FB_IAB|Instagram|Line|MicroMessenger|Telegram|WhatsApp|Snapchat|TikTok|musical_ly|Viber)\b/i;

export const missingHere = ({ storage }: Readonly<{ storage: boolean }>): readonly Missing[] => {
  const missing: Missing[] = [];
  if (!window.isSecureContext) missing.push("secure-context");
  if (!storage) missing.push("storage");
  if (inApp.test(navigator.userAgent)) missing.push("in-app-browser");
  if (!hasWebRtc()) missing.push("web-rtc");
  return missing;
};
