import { notifications } from "@mantine/notifications";
import { host } from "./host-client.ts";
import { attempt } from "./problem.ts";

/** Forms in which a run leaves the workbench. */
export const exportForms = [
  { to: "mermaid", title: "as Mermaid diagram" },
  { to: "jsonl", title: "as JSON lines" },
  { to: "text", title: "as text ladder" },
] as const;

/** Saves a run as a file; says how many secrets were masked. */
export async function saveExport(run: string, to: (typeof exportForms)[number]["to"]): Promise<void> {
  const file = await attempt("The export", () => host.exports.run({ run, to }));
  if (file === undefined) return;
  const address = URL.createObjectURL(new Blob([file.text], { type: file.contentType }));
  const link = document.createElement("a");
  link.href = address;
  link.download = file.fileName;
  link.click();
  URL.revokeObjectURL(address);
  notifications.show({ message: `${file.fileName} was saved, ${file.masked} secrets masked.` });
}
