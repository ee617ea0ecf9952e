import { dmMediaTypes } from "../../protocols/syncml/index.ts";
import { contentText } from "../../schema/xml/index.ts";
import type { ExternalSystemCommand } from "./command.ts";

/** Texts without which a command cannot be carried out; what becomes a request of the WSI is checked by its declaration. */
const texts: Partial<Record<ExternalSystemCommand["name"], readonly string[]>> = {
  findService: ["serviceName"],
  fetchWsdl: ["url"],
};

/**
 * Why a command cannot be used, or undefined. Commands come from files and forms as well, so that the compiler has not
 * seen all of them.
 */
export function problemOfCommand(asked: ExternalSystemCommand): string | undefined {
  const parts: Readonly<Record<string, unknown>> = { ...asked };
  const bad = (texts[asked.name] ?? []).find((part) => !isText(parts[part]));
  if (bad !== undefined) return `${bad} is a text`;
  const { encoding } = parts;
  if (encoding !== undefined && !(typeof encoding === "string" && Object.hasOwn(dmMediaTypes, encoding)))
    return `encoding is one of ${Object.keys(dmMediaTypes).join(", ")}`;
  return undefined;
}

function isText(value: unknown): boolean {
  if (typeof value !== "string" || value === "") return false;
  try {
    contentText(value);
    return true;
  } catch {
    return false; // it fails for a character that XML cannot carry only
  }
}
