import { rootCertificates } from "node:tls";
import { createEmitter, type Dispose } from "../../core/emitter.ts";
import type { CertificateAuthority } from "./authority.ts";
import type { IssuedCertificate } from "./issue.ts";

/** What the TLS of the wire needs: who is trusted, and the certificates that we show. */
export interface TlsMaterial {
  /** Authorities whose client certificates are taken, PEM: our own and those of the configuration. */
  readonly clientAuthorities: readonly string[];
  /** Authorities whose servers are trusted, PEM: those, and the public ones. */
  readonly serverAuthorities: readonly string[];
  /** The server's certificate as it is now. */
  server(): IssuedCertificate;
  /** Called when the server has a new certificate. */
  onRenewed(listener: () => void): Dispose;
  /** The certificate of one of our clients, made when it is first asked for. */
  client(subject: string): Promise<IssuedCertificate>;
  /** The certificates of our clients that there are. */
  clients(): Promise<readonly { readonly subject: string; readonly issued: IssuedCertificate }[]>;
  /** Replaces the certificate of one of our clients; its next connection shows the new one. */
  renewClient(subject: string): Promise<IssuedCertificate>;
  /** Replaces the server's certificate when it ends soon, or in any case. Called every few hours. */
  renew(inAnyCase?: boolean): Promise<void>;
}

export interface TlsMaterialOptions {
  readonly authority: CertificateAuthority;
  /** Names and addresses of the server; the first is its common name. */
  readonly names: readonly string[];
  /** Further authorities to trust, PEM. */
  readonly trust?: readonly string[] | undefined;
  readonly now?: (() => number) | undefined;
}

/** A certificate is replaced when it has less time left than this. */
const RENEWED_BEFORE = 14 * 86_400_000;

/** Issues the certificates of a host and keeps them fresh. */
export async function createTlsMaterial(options: TlsMaterialOptions): Promise<TlsMaterial> {
  const { authority, names, trust = [], now = Date.now } = options;
  const clientAuthorities = [authority.certificate, ...trust];
  const clients = new Map<string, Promise<IssuedCertificate>>();
  const renewed = createEmitter<undefined>();
  const isFresh = ({ notAfter }: IssuedCertificate): boolean => notAfter - now() > RENEWED_BEFORE;
  let server = await authority.server(names);

  const issueClient = (subject: string): Promise<IssuedCertificate> => {
    const issued = authority.client(subject);
    clients.set(subject, issued);
    // a failure is the caller's; the next one tries again
    issued.catch(() => clients.delete(subject));
    return issued;
  };

  return {
    clientAuthorities,
    serverAuthorities: [...clientAuthorities, ...rootCertificates],
    server: () => server,
    onRenewed: (listener) => renewed.subscribe(listener),
    client: async (subject) => {
      const known = await clients.get(subject);
      return known && isFresh(known) ? known : issueClient(subject);
    },
    clients: () =>
      Promise.all(Array.from(clients, async ([subject, issued]) => ({ subject, issued: await issued }))),
    renewClient: issueClient,
    renew: async (inAnyCase = false) => {
      if (isFresh(server) && !inAnyCase) return;
      server = await authority.server(names);
      renewed.emit(undefined);
    },
  };
}
