import { describe } from "vitest";
import { createMemoryHub } from "../../signaling/memory-bus.ts";
import { busContract } from "./bus.contract.ts";

describe("memory bus", () => {
  busContract((count) => {
    const hub = createMemoryHub();
    return Promise.resolve(Array.from({ length: count }, () => hub.connect()));
  });
});
