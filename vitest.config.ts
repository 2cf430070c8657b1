import { defineConfig } from "vitest/config";
import { alias } from "./vite.config.ts";

export default defineConfig({
  resolve: { alias, dedupe: ["yjs"] },
  test: {
    include: ["tests/{unit,hostile,contract,fuzz}/**/*.test.ts"],
    // So that the alias reaches into it.
    server: { deps: { inline: ["y-webrtc"] } },
  },
});
