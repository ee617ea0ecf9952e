import { readFileSync } from "node:fs";
import { hostname, networkInterfaces } from "node:os";
import { rootCertificates } from "node:tls";
import { errorText, WorkbenchError } from "../core/error.ts";
import type { CertificateAuthority } from "./certificates/authority.ts";
import type { TlsMaterial } from "./certificates/tls-material.ts";
import type { LoadedConfig } from "./config.ts";
import { isLoopback, plainAddress } from "./host-name.ts";

type Config = LoadedConfig["config"];

/** HTTPS of a host: where it listens, with which certificates. */
export interface HostTls {
  readonly port: number;
  readonly material: TlsMaterial;
  readonly authority: CertificateAuthority;
  /** Ends the watch over the certificates' time. */
  close(): void;
}

/** How often certificates are looked at, in milliseconds. */
const WATCH = 6 * 3_600_000;

/**
 * Prepares HTTPS when the configuration names a port for it. The authority is made at first use: in the data folder, or
 * for this process.
 *
 * @throws WorkbenchError `config/invalid` when something needs HTTPS and there is none, `config/unreadable` for a file of
 * `tls.trust`, `store/unreadable` for the authority's own
 */
export async function openTls(
  config: Config,
  {
    folder,
    onTrouble,
  }: { readonly folder: string | undefined; readonly onTrouble: (error: WorkbenchError) => void },
): Promise<HostTls | undefined> {
  const { tlsPort, bind } = config.listeners;
  if (tlsPort === undefined) {
    const need = needOf(config);
    if (need) throw new WorkbenchError("config/invalid", `${need} needs HTTPS: name listeners.tlsPort.`);
    return undefined;
  }
  const trust = config.tls.trust.map(certificatesIn);
  const [{ openAuthority }, { createTlsMaterial }] = await Promise.all([
    import("./certificates/authority.ts"),
    import("./certificates/tls-material.ts"),
  ]);
  const authority = await openAuthority({ folder });
  const material = await createTlsMaterial({
    authority,
    names: serverNames(bind, config.dms.publicUrl),
    trust,
  });
  const watch = setInterval(() => {
    material.renew().catch((error: unknown) => {
      const text = `The server's certificate could not be renewed: ${errorText(error)}.`;
      onTrouble(new WorkbenchError("listener/certificate", text, {}, error));
    });
  }, WATCH).unref();
  return {
    port: tlsPort,
    material,
    authority,
    close: () => {
      clearInterval(watch);
    },
  };
}

/** Authorities of servers that a host without HTTPS of its own trusts: the public ones and those of the configuration. */
export function trustedServers({ tls }: Config): readonly string[] | undefined {
  return tls.trust.length === 0 ? undefined : [...tls.trust.map(certificatesIn), ...rootCertificates];
}

/** Names and addresses under which a listener is reached: what its certificate has to say. */
export function serverNames(bind: string, publicUrl: string | undefined): readonly string[] {
  const names = new Set(["localhost", "127.0.0.1", "::1"]);
  if (bind === "0.0.0.0" || bind === "::") {
    names.add(hostname().toLowerCase());
    for (const addresses of Object.values(networkInterfaces()))
      for (const { address, scopeid } of addresses ?? []) if (!scopeid) names.add(plainAddress(address));
  } else if (!isLoopback(bind)) names.add(plainAddress(bind));
  if (publicUrl !== undefined) names.add(plainAddress(new URL(publicUrl).hostname).toLowerCase());
  return [...names];
}

/** What of the configuration cannot be without HTTPS. */
function needOf({ devices, externalSystems }: Config): string | undefined {
  const device = devices.find((entry) =>
    "external" in entry ? entry.account?.certificate === "required" : entry.certificate !== undefined,
  );
  if (device) return "A device's certificate";
  const system = externalSystems.find(({ credentials }) =>
    credentials.some(({ scheme }) => scheme === "mutual-tls"),
  );
  return system && `The mutual-tls credential of ${system.id}`;
}

function certificatesIn(file: string): string {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new WorkbenchError(
      "config/unreadable",
      `${file} cannot be read: ${errorText(error)}.`,
      { file },
      error,
    );
  }
  if (!text.includes("-----BEGIN CERTIFICATE-----"))
    throw new WorkbenchError("config/invalid", `tls.trust: ${file} holds no certificate (PEM).`, { file });
  return text;
}
