import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The folder that holds package.json: of the checkout, or of what was installed. Built and unbuilt alike. */
export const productFolder = join(import.meta.dirname, "..", "..");

/** Folder of the built page. */
export const pageFolder = join(productFolder, "dist", "renderer");

/** The version as package.json states it. */
export function productVersion(): string {
  const description: unknown = JSON.parse(readFileSync(join(productFolder, "package.json"), "utf8"));
  const isStated = typeof description === "object" && description !== null && "version" in description;
  return isStated ? String(description.version) : "unknown";
}
