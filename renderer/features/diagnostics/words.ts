import type { PassedAlert } from "../../../simulator/api/index.ts";

/** The last part of a URN or address, with what was left out in front of it. */
export function shortName(text: string, parts = 2): string {
  const separator = text.includes("/") && !text.startsWith("urn:") ? "/" : ":";
  const all = text.split(separator);
  return all.length <= parts + 1 ? text : `…${all.slice(-parts).join(separator)}`;
}

const clock = new Intl.DateTimeFormat("en-GB", {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
});

/** A date of the run as `14:03:40`. */
export function timeOfDay(date: number): string {
  return clock.format(date);
}

/** The same with milliseconds: `14:03:40.102`. */
export function exactTime(date: number): string {
  return `${clock.format(date)}.${String(Math.floor(date) % 1000).padStart(3, "0")}`;
}

/** How a subscription's state is badged. */
export function toneOf(state: string): "plain" | "fail" | "warn" {
  if (state === "rejected") return "fail";
  return state === "partly-accepted" ? "warn" : "plain";
}

/** What became of an alert at a recipient, in a word. */
export function passedWord({ state, paused }: Pick<PassedAlert, "state" | "paused">): string {
  if (state === "waits") return paused ? "paused" : "waits";
  return state === "given-up" ? "given up" : state;
}
