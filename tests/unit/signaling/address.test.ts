import { expect, test } from "vitest";
import {
  addressBytes,
  isLinkLocal,
  isLoopback,
  isPrivate,
  limitKey,
  plainAddress,
  urlHost,
} from "../../../signaling/address.ts";

test("[SG6] addresses are read in every way Node writes them", () => {
  expect(plainAddress("::ffff:192.0.2.1")).toBe("192.0.2.1");
  expect(plainAddress("fe80::1%eth0")).toBe("fe80::1");
  expect(urlHost("fd00::2")).toBe("[fd00::2]");
  const hex = (text: string): string | null => {
    const bytes = addressBytes(text);
    return bytes && Buffer.from(bytes).toString("hex");
  };
  expect(hex("192.0.2.1")).toBe("c0000201");
  expect(hex("::ffff:192.0.2.1")).toBe("c0000201");
  expect(hex("::")).toBe("0".repeat(32));
  expect(hex("::1")).toBe(`${"0".repeat(31)}1`);
  expect(hex("2001:db8::")).toBe(`20010db8${"0".repeat(24)}`);
  expect(hex("1:2:3:4:5:6:7:8")).toBe("00010002000300040005000600070008");
  expect(hex("64:ff9b::192.0.2.33")).toBe("0064ff9b0000000000000000c0000221");
  for (const text of ["", "localhost", "1.2.3", "1.2.3.400", ":::", "g::"])
    expect([text, hex(text)]).toEqual([text, null]);
});

test("[SG3] an IPv6 customer's whole /64 is one address", () => {
  expect(limitKey("2001:db8:1:2:a::1")).toBe(limitKey("2001:db8:1:2:b::ffff"));
  expect(limitKey("2001:db8:1:2::1")).not.toBe(limitKey("2001:db8:1:3::1"));
  expect(limitKey("::ffff:192.0.2.1")).toBe(limitKey("192.0.2.1"));
});

test("[SG6] own networks are told from the internet", () => {
  for (const text of ["10.1.2.3", "172.16.0.1", "172.31.9.9", "192.168.0.1", "fd12::1", "fc00::1"])
    expect([text, isPrivate(text)]).toEqual([text, true]);
  for (const text of ["172.32.0.1", "11.0.0.1", "192.169.0.1", "2001:db8::1", "fe80::1", "x"])
    expect([text, isPrivate(text)]).toEqual([text, false]);
  for (const text of ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"])
    expect(isLoopback(text)).toBe(true);
  for (const text of ["169.254.1.1", "fe80::1%eth0", "febf::1"]) expect(isLinkLocal(text)).toBe(true);
  expect(isLinkLocal("fec0::1")).toBe(false);
});
