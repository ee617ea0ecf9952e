import type { RunView } from "../../simulator/api/index.ts";
import { announce } from "./announcer.ts";
import { host } from "./host-client.ts";
import { attempt } from "./problem.ts";
import { feedOf, forgetFeed } from "./run-feeds.ts";
import { currentRun, neighbourMessage, runUi, selectedRow } from "./run-ui.ts";

/** Factors on reading speed that the transport offers. */
export const speeds = [0.25, 0.5, 1, 2, 4, 8, "max"] as const;
export type Speed = (typeof speeds)[number];

/** What a run is started with. */
export interface StartInput {
  readonly scenario: string;
  readonly settings?: Record<string, string>;
  readonly seed?: string;
  readonly speed?: RunView["speed"];
  readonly wire?: RunView["wire"];
  readonly paused?: boolean;
}

function accept(run: RunView | undefined): RunView | undefined {
  if (run !== undefined) feedOf(run.id).accept(run);
  return run;
}

/** Starts a run and makes it the present one. */
export async function startRun(input: StartInput): Promise<RunView | undefined> {
  const run = accept(await attempt("Starting the run", () => host.runs.start(input)));
  if (run !== undefined) {
    currentRun.set(run.id);
    announce(`${run.title} started.`);
  }
  return run;
}

/** The same scenario, settings and seed once more. */
export function repeatRun(run: RunView, paused: boolean): Promise<RunView | undefined> {
  const { scenario, settings, seed, wire } = run;
  if (scenario === undefined) return Promise.resolve(undefined);
  return startRun({ scenario, settings, seed, wire, speed: run.speed === "max" ? 1 : run.speed, paused });
}

/** Goes back to the newest message and follows it. */
export function backToLive(run: string): void {
  runUi(run).update((now) => ({ ...now, pinned: undefined, lookingBack: false }));
}

/** Runs on, or pauses. */
export async function toggleRun(run: RunView): Promise<void> {
  if (run.state === "running") await pauseRun(run.id);
  else await resumeRun(run.id);
}

export async function resumeRun(run: string): Promise<void> {
  backToLive(run);
  accept(await attempt("Running on", () => host.runs.resume({ run })));
}

export async function pauseRun(run: string): Promise<void> {
  accept(await attempt("Pausing", () => host.runs.pause({ run })));
}

/** Lets one message cross. */
export async function stepMessage(run: string): Promise<void> {
  backToLive(run);
  accept(await attempt("The step", () => host.runs.step({ run })));
}

/** Lets messages cross to the end of the package. */
export async function stepToPackageEnd(run: string): Promise<void> {
  backToLive(run);
  accept(await attempt("Running to the package end", () => host.runs.packageEnd({ run })));
}

export async function changeSpeed(run: string, speed: RunView["speed"]): Promise<void> {
  accept(await attempt("Changing the speed", () => host.runs.speed({ run, speed })));
}

export async function abortRun(run: string): Promise<void> {
  accept(await attempt("Aborting", () => host.runs.abort({ run })));
}

/** Takes a run out of the list. */
export async function removeRun(run: string): Promise<boolean> {
  const removed = await attempt("Removing the run", () => host.runs.remove({ run }));
  if (removed === undefined) return false;
  forgetFeed(run);
  if (currentRun.get() === run) currentRun.set(undefined);
  return true;
}

/** Shows the run as it was one message earlier. The world itself does not go back. */
export function lookBack(run: string): void {
  const snapshot = feedOf(run).get();
  const ui = runUi(run);
  const row = selectedRow(snapshot, ui.get());
  if (row === undefined) return;
  const before = neighbourMessage(snapshot, row.seq, -1, ui.get().showAcks);
  ui.update((now) => ({ ...now, lookingBack: true, pinned: before?.seq ?? row.seq }));
}

/** Chooses a record. */
export function choose(run: string, seq: number): void {
  runUi(run).update((now) => ({ ...now, pinned: seq }));
}

/** Holds the next message like the chosen one, or takes the rule back. */
export async function toggleHold(run: string): Promise<void> {
  const ui = runUi(run);
  const row = selectedRow(feedOf(run).get(), ui.get());
  const text = ui.get().armed !== "" || row?.kind !== "message" ? "" : row.title;
  await setHoldRule(run, text);
}

/** Replaces the hold rule; an empty text takes it back. */
export async function setHoldRule(run: string, text: string): Promise<void> {
  const view = accept(
    await attempt("Setting the hold rule", () => host.hold.rule({ run, text, once: true })),
  );
  if (view === undefined) return;
  runUi(run).update((now) => ({ ...now, armed: text }));
  announce(text === "" ? "No message will be held." : `The next message like ${text} will be held.`);
}

function encodeBase64(text: string): string {
  return btoa(Array.from(new TextEncoder().encode(text), (octet) => String.fromCodePoint(octet)).join(""));
}

/** Lets a held message go, with another body where one is given. */
export async function releaseHeld(run: string, id: string, body: string | undefined): Promise<void> {
  const input = body === undefined ? { run, id } : { run, id, body: encodeBase64(body) };
  accept(await attempt("Releasing", () => host.hold.release(input)));
}

export async function releaseAllHeld(run: string): Promise<void> {
  accept(await attempt("Releasing all", () => host.hold.releaseAll({ run })));
}

/** Lets a held message never arrive. */
export async function dropHeld(run: string, id: string): Promise<void> {
  accept(await attempt("Dropping", () => host.hold.drop({ run, id })));
}
