import { describe, expect, it } from "vitest";
import { isOnlyEmoji } from "../../../../src/ui/messages/text-view.ts";

describe("[UX12] text view", () => {
  it("shows up to three emoji large, nothing else", () => {
    for (const text of ["🎉", "👍🏽", "❤️", "👩‍👩‍👧", "🎉🎉🎉", "😂 😂"])
      expect(isOnlyEmoji(text), text).toBe(true);
    for (const text of ["", "a", "🎉a", "1", "কথা", "https://x.example"])
      expect(isOnlyEmoji(text), text).toBe(false);
  });
});
