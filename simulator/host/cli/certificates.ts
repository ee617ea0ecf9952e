import { Argument, Command } from "commander";
import { jsonOption } from "./options.ts";
import type { Output } from "./output.ts";

/** Options of `dmwsi certificates`. */
export interface CertificateCommandOptions {
  readonly data: string;
  readonly subject?: string;
  readonly out?: string;
  readonly json?: boolean;
}

/** `dmwsi certificates`: what products need to speak TLS with this workbench. */
export function certificatesCommand(output: Output): Command {
  return new Command("certificates")
    .description("export the test CA's certificate, or a new certificate and key that it signs (PEM)")
    .addArgument(new Argument("<kind>", "what to export").choices(["ca", "server", "client"]))
    .requiredOption("--data <folder>", "data folder of the host; the CA is made there at first use")
    .option("--subject <name>", "common name: host name of a server, device id or name of a client")
    .option("--out <file>", "write there instead of to standard output, readable for its owner only")
    .addOption(jsonOption())
    .action(async (kind: "ca" | "server" | "client", options: CertificateCommandOptions) => {
      const { exportCertificate } = await import("../export-certificate.ts");
      await exportCertificate(kind, options, output);
    });
}
