import type { DevicePlace } from "./device-ui.ts";
import { counted } from "../shared/format/count.ts";
import { host } from "./host-client.ts";
import { attempt } from "./problem.ts";
import { type MadeFile, save } from "./save-file.ts";

/** Forms in which a run leaves the workbench. */
export const exportForms = [
  { to: "mermaid", title: "as Mermaid diagram" },
  { to: "jsonl", title: "as JSON lines" },
  { to: "text", title: "as text ladder" },
] as const;

/** Saves a run as a file; says how many secrets were masked. */
export async function saveExport(run: string, to: (typeof exportForms)[number]["to"]): Promise<void> {
  const file = await attempt("The export", () => host.exports.run({ run, to }));
  if (file !== undefined) saveFile(file);
}

/** Forms in which a device's tree leaves the workbench. */
export const treeForms = [
  { to: "tnds", title: "nodes with their values (TNDS)" },
  { to: "ddf", title: "its description (DDF)" },
] as const;

/** Saves the tree of a device, or what lies at and below a node, as a file. False when there was none. */
export async function saveTree(
  place: DevicePlace,
  to: (typeof treeForms)[number]["to"],
  under = ".",
): Promise<boolean> {
  const file = await attempt("The export", () => host.devices.export({ ...place, to, under }));
  if (file !== undefined) saveFile(file);
  return file !== undefined;
}

/** Saves a file; says how many secrets were masked. */
export function saveFile(file: MadeFile & { readonly masked: number }): void {
  save(file, `${counted(file.masked, "secret")} masked`);
}
