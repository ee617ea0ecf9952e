import { isWorkbenchError } from "../core/error.ts";
import { encodeMessage } from "../stacks/encode.ts";
import { exitCodes, errorDocument } from "./cli/exit.ts";
import type { Output } from "./cli/output.ts";
import { readInput } from "./input-file.ts";
import { writeOutput } from "./output-file.ts";

/** Encodes the message in a file. A source that is no message exits 1 with a sentence. */
export function encodeFile(
  file: string,
  { to, out, json }: { readonly to: "xml" | "wbxml"; readonly out?: string; readonly json?: boolean },
  output: Output,
): void {
  const source = readInput(file);
  let encoded: ReturnType<typeof encodeMessage>;
  try {
    encoded = encodeMessage(source, to);
  } catch (error) {
    if (!isWorkbenchError(error, "encode/")) throw error;
    output.say(`dmwsi: ${error.message}.`);
    if (json) output.json(errorDocument(error));
    output.exit(exitCodes.fail);
    return;
  }
  const { contentType, body, findings } = encoded;
  if (out !== undefined) writeOutput(out, body);
  if (json)
    output.json({
      contentType,
      bytes: body.length,
      findings,
      ...(out === undefined ? { body: Buffer.from(body).toString("base64") } : { out }),
    });
  else if (out === undefined) output.bytes(body);
  if (!json) for (const { severity, text } of findings) output.say(`${severity}: ${text}`);
}
