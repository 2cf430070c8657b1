// A LAN party: one host, no internet, browsers that hide their addresses, and no multicast to resolve what they hide.

import { expect, test } from "./test.ts";

test("[SG6][SG9] two people on a LAN without internet chat directly and go on when the host is killed", async ({
  lan,
  host,
  neighbour,
}) => {
  const asha = await neighbour("Asha");
  const link = await asha.createPrivateRoom("Adda");
  const bilal = await neighbour("Bilal");
  await bilal.openLink(link);

  await asha.send("Can you hear me over there?");
  await bilal.expectMessage("Can you hear me over there?");
  await bilal.send("As if you sat beside me");
  await asha.expectMessage("As if you sat beside me");

  await host.kill();
  await asha.send("The host is gone");
  await bilal.expectMessage("The host is gone");
  await bilal.send("We are not");
  await asha.expectMessages([
    "Can you hear me over there?",
    "As if you sat beside me",
    "The host is gone",
    "We are not",
  ]);

  // It worked although this browser tells no page its address: that hiding is what makes a LAN hard.
  const candidates = await asha.page.evaluate(async () => {
    const connection = new RTCPeerConnection();
    connection.createDataChannel("x");
    const found: string[] = [];
    connection.addEventListener("icecandidate", ({ candidate }) => found.push(candidate?.candidate ?? ""));
    const done = new Promise((resolve) => {
      connection.addEventListener("icegatheringstatechange", () => {
        if (connection.iceGatheringState === "complete") resolve(null);
      });
    });
    await connection.setLocalDescription();
    await done;
    connection.close();
    return found.join("\n");
  });
  expect(candidates).not.toContain(lan.address("asha"));
});
