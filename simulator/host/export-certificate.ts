import { writeFileSync } from "node:fs";
import { errorText, WorkbenchError } from "../core/error.ts";
import { openAuthority } from "./certificates/authority.ts";
import type { CertificateCommandOptions } from "./cli/certificates.ts";
import type { Output } from "./cli/output.ts";
import { serverNames } from "./host-tls.ts";

/** What is exported: the authority's certificate, or a new certificate with its key. */
export type CertificateKind = "ca" | "server" | "client";

/**
 * Exports from the authority of a data folder, which is made at first use. The folder may be in use by a host.
 *
 * @throws WorkbenchError `usage/subject`, `usage/unwritable`, `store/unreadable`
 */
export async function exportCertificate(
  kind: CertificateKind,
  { data, subject, out, json }: CertificateCommandOptions,
  output: Output,
): Promise<void> {
  const authority = await openAuthority({ folder: data });
  const name = subject ?? "";
  if (kind !== "ca" && name === "")
    throw new WorkbenchError("usage/subject", `A ${kind} certificate needs --subject.`);
  const issued =
    kind === "ca"
      ? undefined
      : await (kind === "client"
          ? authority.client(name)
          : authority.server([...new Set([name, ...serverNames("127.0.0.1", undefined)])]));
  const certificate = issued?.certificate ?? authority.certificate;
  const pem = issued ? issued.key + certificate + authority.certificate : certificate;
  if (out !== undefined) writePrivate(out, pem);
  if (json)
    output.json({
      kind,
      ...(issued ? { subject: name, notAfter: new Date(issued.notAfter).toISOString() } : {}),
      ...(out === undefined ? { certificate, key: issued?.key, ca: authority.certificate } : { out }),
    });
  else if (out === undefined) output.line(pem.trimEnd());
}

/** Writes a file that only its owner reads: there is a key in it. */
function writePrivate(file: string, text: string): void {
  try {
    writeFileSync(file, text, { mode: 0o600 });
  } catch (error) {
    throw new WorkbenchError(
      "usage/unwritable",
      `${file} cannot be written: ${errorText(error)}.`,
      { file },
      error,
    );
  }
}
