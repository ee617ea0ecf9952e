import { RPCHandler } from "@orpc/server/message-port";
import { Command, Option } from "commander";
import { parseCount, parsePort, type HostCommandOptions } from "./cli/options.ts";
import { processOutput } from "./cli/output.ts";
import { startHost } from "./host.ts";

/*
 * The host in Electron's utility process: every port that the parent hands over speaks the API. Electron itself is not
 * imported; `process.parentPort` is all that is used of it.
 */

const options = new Command()
  .addOption(new Option("--port <n>").argParser(parsePort))
  .addOption(new Option("--ui-port <n>").argParser(parsePort))
  .option("--bind <address>")
  .option("--data <folder>")
  .option("--config <file>")
  .addOption(new Option("--devices <n>").argParser(parseCount))
  .allowUnknownOption()
  .parse(process.argv.slice(2), { from: "user" })
  .opts<HostCommandOptions>();

// Ports that come while the host starts are kept for it.
const starting = startHost({
  ...options,
  withPage: false,
  onTrouble: (error) => {
    processOutput.say(error.message);
  },
});
process.parentPort.on("message", ({ ports }) => {
  void starting.then(({ router }) => {
    const api = new RPCHandler(router);
    for (const port of ports) {
      api.upgrade(port);
      port.start();
    }
  });
});

const host = await starting;
const stop = (): void => {
  void host.close().then(() => process.exit(0));
};
process.once("SIGTERM", stop).once("SIGINT", stop);
