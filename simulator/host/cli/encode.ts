import { Command, Option } from "commander";
import { jsonOption } from "./options.ts";
import type { Output } from "./output.ts";

/** `dmwsi encode`: writes a message that was decoded, or given in the other encoding. */
export function encodeCommand(output: Output): Command {
  return new Command("encode")
    .description(
      "encode a message or document that is given as XML, as WBXML or as the JSON that decode prints",
    )
    .argument("<file>", "the message; - is standard input")
    .addOption(new Option("--to <encoding>", "what to write").choices(["xml", "wbxml"]).makeOptionMandatory())
    .option("--out <file>", "write there instead of to standard output")
    .addOption(jsonOption())
    .action(
      async (
        file: string,
        options: { readonly to: "xml" | "wbxml"; readonly out?: string; readonly json?: boolean },
      ) => {
        const { encodeFile } = await import("../encode-file.ts");
        encodeFile(file, options, output);
      },
    );
}
