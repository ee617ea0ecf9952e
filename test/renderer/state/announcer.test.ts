import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { announce, announcement } from "../../../renderer/state/announcer.ts";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.runAllTimers();
  vi.useRealTimers();
});

test("UX 7 at most one sentence a second, a flood is summed up", () => {
  announce("Message 1.");
  vi.advanceTimersByTime(1);
  expect(announcement.get()).toBe("Message 1.");
  for (let seq = 2; seq <= 43; seq += 1) announce(`Message ${seq}.`);
  vi.advanceTimersByTime(500);
  expect(announcement.get()).toBe("Message 1.");
  vi.advanceTimersByTime(600);
  expect(announcement.get()).toBe("42 messages. Message 43.");
});
