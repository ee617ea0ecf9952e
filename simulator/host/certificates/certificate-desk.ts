import { X509Certificate } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CertificateFile, CertificateView } from "../../api/index.ts";
import { errorText, WorkbenchError } from "../../core/error.ts";
import type { CertificatePort } from "../../workbench/policies/certificate-port.ts";
import type { CertificateAuthority } from "./authority.ts";
import type { IssuedCertificate } from "./issue.ts";
import type { TlsMaterial } from "./tls-material.ts";

export interface CertificateDeskOptions {
  /** Opened when it is first needed. */
  readonly authority: () => Promise<CertificateAuthority>;
  /** Certificates that this host itself shows; undefined without HTTPS. */
  readonly material: TlsMaterial | undefined;
  /** Where the certificates that were issued are remembered, without their keys; this process only when absent. */
  readonly folder: string | undefined;
  /** Who of ours shows the client certificate with this subject. */
  readonly usedBy: (subject: string) => string;
  /** Why keys do not leave; undefined while nobody else can reach this host. */
  readonly keysWithheld: string | undefined;
}

/** File in the data folder with the certificates that were given to others. */
const FILE = "certificates.pem";
/** Client certificates of our own that are listed: there may be one for each device. */
const LISTED = 200;
const LONGEST_NAME = 253;

interface Held {
  readonly view: CertificateView;
  readonly certificate: string;
  readonly key: string | undefined;
}

/** The certificates of a host, for whoever runs it: what there is, new ones, files. */
export function createCertificateDesk(options: CertificateDeskOptions): CertificatePort {
  const { material, folder, usedBy, keysWithheld } = options;
  const given = new Map<string, Held>();
  for (const certificate of folder === undefined ? [] : readCertificates(join(folder, FILE))) {
    const held = heldOf({ certificate, key: undefined }, "others");
    if (held.view.notAfter > Date.now()) given.set(held.view.id, held);
  }

  const remember = (): void => {
    if (folder === undefined) return;
    const text = Array.from(given.values(), ({ certificate }) => certificate).join("");
    try {
      writeFileSync(join(folder, FILE), text, { mode: 0o600 });
    } catch (error) {
      throw new WorkbenchError(
        "store/unwritable",
        `The new certificate could not be remembered: ${errorText(error)}.`,
        {},
        error,
      );
    }
  };

  const all = async (): Promise<readonly Held[]> => {
    const authority = await options.authority();
    const ours = material
      ? [
          heldOf(material.server(), "this host"),
          ...(await material.clients())
            .slice(0, LISTED)
            .map(({ subject, issued }) => heldOf(issued, usedBy(subject))),
        ]
      : [];
    const ca = heldOf({ certificate: authority.certificate, key: undefined }, "signs the others");
    return [ca, ...ours, ...given.values()];
  };
  const find = async (id: string): Promise<Held> => {
    const held = (await all()).find(({ view }) => view.id === id);
    if (held) return held;
    throw new WorkbenchError("certificate/unknown", "There is no such certificate any more.", { id });
  };
  const issue = async (kind: "server" | "client", names: readonly string[]): Promise<CertificateView> => {
    const [name = ""] = names;
    if (name.trim() === "" || name.length > LONGEST_NAME || (/\s/.test(name.trim()) && kind === "server"))
      throw new WorkbenchError("usage/subject", "A certificate needs a name: a host name, or a subject.", {});
    const authority = await options.authority();
    const issued = await (kind === "client" ? authority.client(name) : authority.server(names));
    const held = heldOf(issued, "others");
    given.set(held.view.id, held);
    remember();
    return held.view;
  };

  return {
    keysWithheld,
    list: async () => (await all()).map(({ view }) => view),
    issue: (kind, name) =>
      issue(kind, kind === "client" ? [name] : [...new Set(name.trim().split(/[\s,]+/))]),
    renew: async (id) => {
      const { view } = await find(id);
      if (view.kind === "ca")
        throw new WorkbenchError(
          "certificate/refused",
          "The CA is replaced when it has little time left.",
          {},
        );
      const isGiven = given.delete(id);
      if (isGiven) return issue(view.kind, view.kind === "client" ? [view.subject] : view.names);
      if (view.kind === "client") await material?.renewClient(view.subject);
      else await material?.renew(true);
      const fresh = (await all()).find(
        (held) => held.view.kind === view.kind && held.view.subject === view.subject,
      );
      return fresh?.view ?? view;
    },
    export: async (id, withKey) => {
      const { view, certificate, key } = await find(id);
      if (withKey && keysWithheld !== undefined)
        throw new WorkbenchError("certificate/refused", keysWithheld, {});
      if (withKey && key === undefined)
        throw new WorkbenchError("certificate/refused", "The key of this certificate is not kept here.", {});
      const authority = view.kind === "ca" ? "" : (await options.authority()).certificate;
      return fileOf(view, (withKey ? (key ?? "") : "") + certificate + authority);
    },
  };
}

function heldOf(
  { certificate, key }: Pick<IssuedCertificate, "certificate"> & { readonly key: string | undefined },
  usedBy: string,
): Held {
  const read = new X509Certificate(certificate);
  const names = (read.subjectAltName ?? "")
    .split(", ")
    .filter((name) => name !== "")
    .map((name) => name.replace(/^(DNS|IP Address):/, ""));
  const kind = read.ca ? "ca" : names.length > 0 ? "server" : "client";
  return {
    certificate,
    key,
    view: {
      id: read.fingerprint256.replaceAll(":", "").slice(0, 32),
      kind,
      subject: /^CN=(.*)$/m.exec(read.subject)?.[1] ?? read.subject,
      names,
      usedBy,
      notAfter: read.validToDate.getTime(),
      fingerprint: read.fingerprint256,
      renewable: kind !== "ca",
      hasKey: key !== undefined,
    },
  };
}

function fileOf({ subject, kind }: CertificateView, text: string): CertificateFile {
  // a subject is a peer's text: it must not become a path
  const name = subject.replace(/[^\w.-]+/g, "-").slice(0, 60) || kind;
  return { fileName: `${name}.pem`, contentType: "application/x-pem-file", text };
}

function readCertificates(file: string): readonly string[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw new WorkbenchError(
      "store/unreadable",
      `${file} cannot be read: ${errorText(error)}.`,
      { file },
      error,
    );
  }
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((block) => `${block}\n`).filter(isReadable);
}

function isReadable(certificate: string): boolean {
  try {
    return new X509Certificate(certificate).serialNumber !== "";
  } catch {
    return false; // a damaged entry is one that can be issued again
  }
}
