import { expect, test } from "vitest";
import { parseSettings } from "../../../signaling/settings.ts";

const settings = (args: string[], env: NodeJS.ProcessEnv = {}): unknown => {
  const result = parseSettings(args, env);
  return result.ok ? result.settings : result.problem;
};

const defaults = {
  port: 3000,
  host: undefined,
  stunPort: 3478,
  iceServers: [],
  allowedOrigins: [],
  trustProxy: false,
};

test("[SG1] arguments come before the environment, and that before the defaults", () => {
  expect(settings([])).toEqual(defaults);
  expect(settings([], { PORT: "", HOST: "" })).toEqual(defaults);
  expect(settings([], { PORT: "4000", HOST: "::1" })).toEqual({ ...defaults, port: 4000, host: "::1" });
  expect(settings(["--port", "0", "--host=0.0.0.0"], { PORT: "4000", HOST: "::1" })).toEqual({
    ...defaults,
    port: 0,
    host: "0.0.0.0",
  });
  expect(settings(["--stun-port", "off"])).toEqual({ ...defaults, stunPort: null });
  expect(
    settings([], {
      STUN_PORT: "5000",
      TRUST_PROXY: "1",
      ALLOWED_ORIGINS: "https://a.example, http://b.example:81",
    }),
  ).toEqual({
    ...defaults,
    stunPort: 5000,
    trustProxy: true,
    allowedOrigins: ["https://a.example", "http://b.example:81"],
  });
});

test("[SG1] a mistake is one line that says what was got", () => {
  expect(settings(["--port", "http"])).toMatch(/^"http" is not a port/);
  expect(settings([], { PORT: "70000" })).toMatch(/^"70000" is not a port/);
  expect(settings(["--prot", "1"])).toMatch(/--prot/);
  expect(settings(["3000"])).toMatch(/3000/);
  expect(settings([], { STUN_PORT: "no" })).toMatch(/STUN/);
  expect(settings([], { ICE_SERVERS: "stun:x" })).toMatch(/^ICE_SERVERS is not a JSON array/);
  expect(settings([], { ALLOWED_ORIGINS: "example.org" })).toMatch(/"example.org" is not an origin/);
  for (const line of [settings(["--prot"]), settings([], { ICE_SERVERS: "x" })])
    expect(String(line)).not.toContain("\n");
});
