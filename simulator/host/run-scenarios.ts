import { existsSync, readFileSync } from "node:fs";
import type { RunView } from "../api/index.ts";
import { errorText, WorkbenchError } from "../core/error.ts";
import type { Scenario } from "../scenario/format.ts";
import { builtInScenario, parseScenario } from "../scenario/library.ts";
import { resolveSettings } from "../scenario/settings.ts";
import { worse, type Verdict } from "../scenario/verdict.ts";
import { createWorkbenchService } from "../workbench/service.ts";
import { exitCodes } from "./cli/exit.ts";
import type { Output } from "./cli/output.ts";
import type { RunCommandOptions } from "./cli/run.ts";
import { JournalFile } from "./journal-file.ts";
import { createWorkbenchPorts } from "./ports.ts";
import { createSqliteJournal } from "./sqlite-journal.ts";

const exitByVerdict: Readonly<Record<Verdict, number>> = {
  pass: exitCodes.pass,
  none: exitCodes.inconclusive,
  inconclusive: exitCodes.inconclusive,
  fail: exitCodes.fail,
  error: exitCodes.own,
};

/** Runs scenarios one after the other and reports them. Throws `scenario/…` before anything runs. */
export async function runScenarios(
  names: readonly string[],
  options: RunCommandOptions,
  output: Output,
): Promise<void> {
  const scenarios = names.map(scenarioOf);
  for (const scenario of scenarios) resolveSettings(scenario, options.set ?? {});
  const file = options.journal === undefined ? undefined : new JournalFile(options.journal);
  const service = createWorkbenchService(
    createWorkbenchPorts(
      file === undefined
        ? {}
        : {
            createJournal: (header, time) =>
              createSqliteJournal(file, header, time, {
                onTrouble: (error) => {
                  output.say(`dmwsi: ${error.message}`);
                },
              }),
          },
    ),
  );
  const views: RunView[] = [];
  try {
    for (const scenario of scenarios) {
      output.progress(`${scenario.id} …`);
      const { set = {}, seed, speed, wire } = options;
      const run = service.start({
        scenario,
        settings: set,
        speed,
        wire,
        ...(seed === undefined ? {} : { seed }),
      });
      await run.ended;
      await run.journal.close();
      views.push(service.view(run.id));
      if (!options.json) report(views.at(-1), output);
    }
  } finally {
    output.progress("");
    file?.close();
  }
  const verdict = views.reduce<Verdict>((worst, view) => worse(worst, view.verdict), "none");
  if (options.json) output.json({ verdict, scenarios: views.map(reportOf) });
  output.exit(exitByVerdict[verdict]);
}

/** A built-in scenario by its id, or the scenario in a file. */
function scenarioOf(name: string): Scenario {
  const isFile = /[./\\]/.test(name) && existsSync(name);
  if (!isFile) return builtInScenario(name);
  try {
    return parseScenario(readFileSync(name, "utf8"), name);
  } catch (error) {
    if (error instanceof WorkbenchError) throw error;
    throw new WorkbenchError(
      "scenario/unreadable",
      `${name} cannot be read: ${errorText(error)}.`,
      { name },
      error,
    );
  }
}

function reportOf(view: RunView): object {
  const { scenario, verdict, reason, settings, seed, wire, messages, durationMs, refusal } = view;
  return {
    id: scenario,
    verdict,
    reason,
    settings,
    seed,
    wire,
    refusal,
    messages,
    steps: view.steps.map((step) => ({
      id: step.id,
      title: step.title,
      verdict: step.verdict,
      reason: step.reason,
      messages: step.messages,
    })),
    durationMs,
  };
}

function report(view: RunView | undefined, output: Output): void {
  if (!view) return;
  output.line(
    `${view.scenario ?? view.id}: ${view.verdict}${view.reason === undefined ? "" : `, ${view.reason}`}`,
  );
  for (const { id, title, verdict, reason, messages } of view.steps) {
    const where = messages.length === 0 ? "" : `  messages ${messages.join(", ")}`;
    output.line(
      `  ${id.padEnd(6)} ${verdict.padEnd(13)}${title}${reason === undefined ? "" : `: ${reason}`}${where}`,
    );
  }
  output.line(`  ${view.messages} messages in ${Math.round(view.durationMs)} ms, seed ${view.seed}`);
}
