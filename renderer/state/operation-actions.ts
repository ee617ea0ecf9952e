import { announce } from "./announcer.ts";
import { host } from "./host-client.ts";
import type { OperationPlace } from "./operation-ui.ts";
import { attempt } from "./problem.ts";
import { saveFile } from "./save-export.ts";

/** Forms in which the results of an operation leave the workbench. */
export const resultForms = [
  { to: "csv", title: "CSV, a line for each command result" },
  { to: "json", title: "JSON, as QueryOperation tells it" },
] as const;

/** Stops what is not in a package that was sent. */
export async function cancelOperation(place: OperationPlace): Promise<void> {
  const done = await attempt("Cancelling", () => host.operations.cancel(place));
  if (done !== undefined) announce("The operation is being cancelled.");
}

/** Saves the results of every device as a file. */
export async function saveResults(
  place: OperationPlace,
  to: (typeof resultForms)[number]["to"],
): Promise<void> {
  const file = await attempt("The export", () => host.operations.export({ ...place, to }));
  if (file !== undefined) saveFile(file);
}
