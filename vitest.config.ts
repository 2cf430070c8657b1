import { defineConfig } from "vitest/config";
import { alias, lookalikes } from "./vite.config.ts";

export default defineConfig({
  plugins: [lookalikes()],
  resolve: { alias, dedupe: ["yjs"] },
  test: {
    include: ["tests/{unit,hostile,contract,fuzz}/**/*.test.ts"],
    // So that the alias reaches into it.
    server: { deps: { inline: ["y-webrtc"] } },
  },
});
