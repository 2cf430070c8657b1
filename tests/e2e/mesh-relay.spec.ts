// No direct path, without the namespaces of tests/lan: browsers that may use relays only, where there is none.

import { expect, test } from "./fixtures/test.ts";

declare global {
  interface Window {
    openTheNetwork: () => void;
  }
}

/** Runs in the page before the app does: nothing connects, as where UDP and TCP between people are blocked. */
const onlyRelays = (): void => {
  let policy: RTCIceTransportPolicy = "relay";
  const all = new Set<RTCPeerConnection>();
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration: RTCConfiguration = {}) {
      super({ ...configuration, iceTransportPolicy: policy });
      all.add(this);
    }
  };
  // Another network, and the browser says so.
  window.openTheNetwork = () => {
    policy = "all";
    for (const one of all)
      if (one.signalingState !== "closed")
        one.setConfiguration({ ...one.getConfiguration(), iceTransportPolicy: policy });
    window.dispatchEvent(new Event("online"));
  };
};

test("[MS5] no direct path: chat and history flow through the host, which reads nothing, and move to a direct path when one appears", async ({
  middle,
  person,
}) => {
  test.setTimeout(150_000);
  const between = await middle();
  const options = { origin: between.origin, before: onlyRelays };
  const asha = await person("Asha", options);
  const link = await asha.createPrivateRoom("Adda");
  await asha.send("Written before anybody came");
  await asha.send("ছবিগুলো কোথায়?");
  const bilal = await person("Bilal", options);
  await bilal.openLink(link);
  const history = ["Written before anybody came", "ছবিগুলো কোথায়?"];
  await bilal.expectMessages(history, { timeout: 30_000 });
  const path = { of: bilal, at: asha } as const;
  const panel = path.at.people.filter({ hasText: path.of.name });
  await expect(panel).toContainText("relayed");
  await bilal.send("Over the host and back");
  await asha.expectMessage("Over the host and back");
  await expect(asha.messages.last()).not.toContainText("came later");

  // Long enough for several frames, there and in pieces.
  const long = `Long ${"Kothabarta ".repeat(1400)}the end`;
  await asha.send(long);
  await expect(bilal.messages.filter({ hasText: "the end" })).toHaveCount(1, { timeout: 30_000 });

  await Promise.all([asha, bilal].map((one) => one.page.evaluate(() => window.openTheNetwork())));
  await expect(panel).toContainText("direct", { timeout: 60_000 });
  await asha.send("Now without the host");
  await bilal.expectMessage("Now without the host");
  for (const one of [asha, bilal]) await expect(one.messages).toHaveCount(5);

  const seen = between.transcript();
  for (const text of ["Written before", "কোথায়", "Over the host", "Kothabarta Kothabarta", "Asha", "Adda"]) {
    expect(seen.includes(text), `the host saw “${text}”`).toBe(false);
    expect(seen.includes(Buffer.from(text).toString("base64").slice(0, -4)), `“${text}” in base64`).toBe(
      false,
    );
  }
});
