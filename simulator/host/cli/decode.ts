import { Command, Option } from "commander";
import { jsonOption } from "./options.ts";
import type { Output } from "./output.ts";

/** Kinds of message that `--type` names. */
const types = [
  "auto",
  "syncml",
  "wbxml",
  "notification",
  "soap",
  "uddi",
  "tnds",
  "ddf",
  "bootstrap",
  "devinf",
];

/** `dmwsi decode`: reads messages and reports what is in them. */
export function decodeCommand(output: Output): Command {
  return new Command("decode")
    .description("decode messages; exits 1 when one cannot be read at all")
    .argument("<file...>", "file with one message, with or without its HTTP head; - is standard input")
    .addOption(new Option("--type <kind>", "what the message is").choices(types).default("auto"))
    .addOption(jsonOption())
    .action(async (files: readonly string[], options: { readonly type: string; readonly json?: boolean }) => {
      const { decodeFiles } = await import("../decode-files.ts");
      decodeFiles(files, options, output);
    });
}
