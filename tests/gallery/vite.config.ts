import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig } from "vite";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

// The screens with a fake model, for looking at: `npx vite --config tests/gallery/vite.config.ts`. Not in the product.
export default defineConfig({
  root: at("."),
  publicDir: at("../../public"),
  cacheDir: at("../../node_modules/.vite-gallery"),
  server: { port: 5199, strictPort: true, fs: { allow: [at("../..")] } },
  plugins: [tailwindcss()],
});
