import type { CertificateFile, CertificateView } from "../../api/index.ts";

/** Certificates of the host's test CA, as the host lends them. */
export interface CertificatePort {
  list(): Promise<readonly CertificateView[]>;
  /** Throws `usage/subject` for a name that no certificate can have. */
  issue(kind: "server" | "client", name: string): Promise<CertificateView>;
  /** Replaces a certificate by a fresh one with the same name. Throws `certificate/unknown`, `certificate/refused`. */
  renew(id: string): Promise<CertificateView>;
  /** As PEM. Throws `certificate/unknown`, `certificate/refused` for a key that does not leave. */
  export(id: string, withKey: boolean): Promise<CertificateFile>;
  /** Why keys do not leave; undefined while nobody else can reach this host. */
  readonly keysWithheld: string | undefined;
}
