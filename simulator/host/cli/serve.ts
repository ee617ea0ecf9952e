import { Command, Option } from "commander";
import { jsonOption, parseCount, parsePort, type HostCommandOptions } from "./options.ts";
import type { Output } from "./output.ts";

/** `dmwsi serve`: the host without a window. */
export function serveCommand(output: Output): Command {
  return new Command("serve")
    .description(
      "start the host without a window; prints one line of JSON with every address when it is ready",
    )
    .addOption(new Option("--port <n>", "port of the protocol listener, 0 = a free one").argParser(parsePort))
    .addOption(
      new Option("--tls-port <n>", "serve HTTPS too, at this port, 0 = a free one").argParser(parsePort),
    )
    .addOption(new Option("--ui-port <n>", "port of the page, 0 = a free one").argParser(parsePort))
    .option("--bind <address>", "address to listen at; anything but loopback lets others in")
    .option("--data <folder>", "keep journal and store in this folder, so that they survive the process")
    .option("--config <file>", "configuration (YAML)")
    .addOption(new Option("--devices <n>", "number of simulated devices").argParser(parseCount))
    .addOption(jsonOption())
    .action(async (options: HostCommandOptions) => {
      const { serveUntilStopped } = await import("../serve.ts");
      await serveUntilStopped(options, output, (ready) => {
        output.json(ready);
      });
    });
}
