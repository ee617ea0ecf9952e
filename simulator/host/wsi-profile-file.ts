import { readFileSync } from "node:fs";
import * as z from "zod";
import { errorText, WorkbenchError } from "../core/error.ts";
import { contractProfile, profileProblem, type WsiProfile } from "../stacks/wsi-profile.ts";
import { readLocated } from "./located-document.ts";

const text = z.string({ error: "must be a text" }).min(1, { error: "must not be empty" });

/** A file with the names of another binding; docs/reference/wsi-profile.md describes it. */
export const WsiProfileFile = z.strictObject({
  format: z.literal(1, { error: "must be 1" }),
  name: text,
  namespace: text.default(contractProfile.namespace),
  wsdlNamespace: text.optional(),
  action: text.default(contractProfile.action),
  path: text.default(contractProfile.path),
  callbackPath: text.default(contractProfile.callbackPath),
});

/**
 * Reads the text of a profile; `file` stands in messages.
 *
 * @throws WorkbenchError `config/invalid` naming line, column and key of every mistake
 */
export function parseWsiProfile(source: string, file: string): WsiProfile {
  const { value, mistake } = readLocated(source, file, "a profile of the WSI", WsiProfileFile);
  const { format: _, wsdlNamespace, ...rest } = value;
  const isOurs = rest.namespace === contractProfile.namespace;
  const profile: WsiProfile = {
    ...rest,
    wsdlNamespace: wsdlNamespace ?? (isOurs ? contractProfile.wsdlNamespace : `${rest.namespace}:wsdl`),
  };
  const problem = profileProblem(profile);
  if (problem) throw mistake([problem.field], problem.text);
  return profile;
}

/**
 * The profile in a file; without one the binding of the contract.
 *
 * @throws WorkbenchError `config/invalid` for a file that is missing or wrong
 */
export function wsiProfileIn(file: string | undefined): WsiProfile | undefined {
  if (file === undefined) return undefined;
  let source: string;
  try {
    source = readFileSync(file, "utf8");
  } catch (error) {
    const words = `${file} cannot be read: ${errorText(error)}.`;
    throw new WorkbenchError("config/invalid", words, { file, mistakes: [words] }, error);
  }
  return parseWsiProfile(source, file);
}
