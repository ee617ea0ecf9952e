import { Command } from "commander";
import { jsonOption } from "./options.ts";
import type { Output } from "./output.ts";

/** `dmwsi scenarios`: what `run` can run. */
export function scenariosCommand(output: Output): Command {
  return new Command("scenarios")
    .description("list the built-in scenarios and their settings")
    .addOption(jsonOption())
    .action(async ({ json }: { readonly json?: boolean }) => {
      const { builtInScenarios } = await import("../../scenario/library.ts");
      const scenarios = builtInScenarios().map(({ id, title, description, settings, steps }) => ({
        id,
        title,
        description,
        settings,
        steps: steps.map((step) => ({ id: step.id, title: step.title, optional: step.optional })),
      }));
      if (json) output.json(scenarios);
      else
        for (const { id, title, settings } of scenarios) {
          output.line(`${id.padEnd(24)}${title}`);
          for (const { name, values, default: preset } of settings)
            output.line(
              `    --set ${name}=${values.map(({ value }) => value).join("|")}  (default ${preset})`,
            );
        }
    });
}
