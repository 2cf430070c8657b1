import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Seeking } from "../../../../src/app/open-room/seeking.ts";
import type { SignalingState } from "../../../../src/net/peer/provider.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const begin = ({ isNew = false } = {}) => {
  const net: { signaling: SignalingState } = { signaling: "connecting" };
  const onChange = vi.fn<() => void>();
  const seeking = new Seeking({ net: () => net, isNew, onChange });
  const become = (signaling: SignalingState): void => {
    net.signaling = signaling;
    seeking.look();
  };
  return { seeking, become, onChange };
};

describe("seeking", () => {
  it("[UX9] lasts until the host has answered and a while after, and says when it is over", () => {
    const { seeking, become, onChange } = begin();
    vi.advanceTimersByTime(60_000);
    expect(seeking.on).toBe(true);
    become("connected");
    become("connected");
    vi.advanceTimersByTime(2999);
    expect([seeking.on, onChange.mock.calls.length]).toEqual([true, 0]);
    vi.advanceTimersByTime(1);
    expect([seeking.on, onChange.mock.calls.length]).toEqual([false, 1]);
  });

  it("[UX9] is none while the host is away, and begins anew when it returns", () => {
    const { seeking, become } = begin();
    become("connected");
    vi.advanceTimersByTime(3000);
    become("away");
    expect(seeking.on).toBe(false);
    become("connected");
    expect(seeking.on).toBe(true);
    vi.advanceTimersByTime(3000);
    expect(seeking.on).toBe(false);
  });

  it("[UX9] is none in a room that was made here just now", () => {
    const { seeking, become } = begin({ isNew: true });
    expect(seeking.on).toBe(false);
    become("connected");
    expect(seeking.on).toBe(false);
  });
});
