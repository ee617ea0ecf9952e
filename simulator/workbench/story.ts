import { roleTitles, type RoleName } from "../wire/party.ts";
import type { Run } from "./run.ts";

/** What happened, in at most five sentences for the banner at the end of a run. */
export function storyOf(run: Run): string[] {
  const { engine } = run;
  const outcome = engine?.outcome;
  if (!engine || !outcome || (run.state !== "finished" && run.state !== "aborted")) return [];
  const sentences: string[] = [];
  const passed = engine.steps.filter((step) => step.verdict === "pass").length;
  sentences.push(
    `${run.messages} messages crossed in ${(run.clock.now() / 1000).toFixed(1)} s of run time; ${passed} of ${engine.steps.length} steps passed.`,
  );
  const { refusal } = engine;
  if (refusal) {
    sentences.push(`${roleTitles[refusal.party as RoleName]} refused at ${refusal.step}: ${refusal.reason}.`);
    sentences.push("What comes after that step did not happen.");
    return sentences;
  }
  for (const id of ["F2.4", "F2.7", "F2.15", "F2.18"]) {
    const step = engine.steps.find((candidate) => candidate.id === id && candidate.verdict === "pass");
    const definition = run.options.scenario.steps.find((candidate) => candidate.id === id);
    if (step && definition) sentences.push(definition.what);
  }
  const bad = engine.steps.find((step) => step.verdict === "fail" || step.verdict === "inconclusive");
  if (bad?.reason !== undefined) sentences.push(bad.reason);
  return sentences.slice(0, 5);
}
