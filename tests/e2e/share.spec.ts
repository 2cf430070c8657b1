// A link made on localhost must lead somewhere from another device.

import { networkInterfaces } from "node:os";
import { encode } from "uqr";
import { expect, test } from "./fixtures/test.ts";
import { readSquares } from "./fixtures/qr.ts";

const hasLan = Object.values(networkInterfaces())
  .flat()
  .some((address) => address?.family === "IPv4" && !address.internal);

test("[LK5][SG6] a room made on localhost and shared by its QR code opens from another address", async ({
  person,
}) => {
  test.skip(!hasLan, "this machine has no address but loopback");
  const asha = await person("Asha");
  const link = await asha.createPrivateRoom("Adda");
  await asha.send("Made at home");
  await asha.page.getByRole("button", { name: "Share room" }).click();
  const dialog = asha.page.getByRole("dialog", { name: "Share room" });
  const shared = await dialog.getByRole("textbox", { name: "Room link" }).inputValue();
  expect(new URL(shared).hash).toBe(new URL(link).hash);
  expect(["localhost", "127.0.0.1", "[::1]"]).not.toContain(new URL(shared).hostname);

  // The picture says the same as the text.
  const picture = await dialog.getByRole("img", { name: "QR code" }).screenshot();
  const squares = await readSquares(await asha.context.newPage(), picture);
  const { data } = encode(shared, { ecc: "M", border: 0 });
  expect(squares(data.length)).toEqual(data);

  const bilal = await person("Bilal", { origin: new URL(shared).origin });
  await bilal.openLink(shared);
  await bilal.expectMessage("Made at home");
  await bilal.send("From the other address");
  await asha.expectMessage("From the other address");
});
