import { constants } from "node:crypto";
import type { ServerOptions } from "node:http";
import { createServer, type Server } from "node:https";
import type { Socket } from "node:net";
import { TLSSocket, type PeerCertificate } from "node:tls";
import type { TlsMaterial } from "./certificates/tls-material.ts";
import { plainAddress } from "./host-name.ts";

/** A connection that came to nothing before its first request. */
export interface TlsTrouble {
  readonly address: string;
  readonly code: "tls/handshake" | "tls/certificate";
  readonly text: string;
}

/** Subjects of the certificates that were checked, by connection. */
const subjects = new WeakMap<Socket, string>();

/**
 * An HTTPS server that asks for a client certificate and does without one. A certificate that is shown has to be signed
 * by one of the authorities and to be valid now, else the connection ends.
 */
export function createTlsServer(
  options: ServerOptions,
  material: TlsMaterial,
  onTrouble: (trouble: TlsTrouble) => void,
): Server {
  const context = (): { cert: string; key: string; ca: string[] } => {
    const { certificate, key } = material.server();
    return { cert: certificate, key, ca: [...material.clientAuthorities] };
  };
  const server = createServer({
    ...options,
    ...context(),
    requestCert: true,
    rejectUnauthorized: false, // decided below: one without a certificate is let in
    minVersion: "TLSv1.2",
    // each connection proves itself, once: a resumed session would bring a certificate that may have ended since, and
    // a renegotiation another one
    secureOptions: constants.SSL_OP_NO_TICKET | constants.SSL_OP_NO_RENEGOTIATION,
  });
  const stop = material.onRenewed(() => {
    server.setSecureContext(context());
  });
  server.on("close", stop);
  // HTTP is not even begun on a connection that is refused: what it sent with its last handshake message is not read
  const begin = server.listeners("secureConnection");
  server.removeAllListeners("secureConnection");
  server.on("secureConnection", (socket) => {
    const refusal = check(socket);
    if (refusal === undefined) {
      for (const listener of begin) listener.call(server, socket);
      return;
    }
    onTrouble({ address: plainAddress(socket.remoteAddress ?? ""), code: "tls/certificate", text: refusal });
    socket.on("error", () => undefined).destroy();
  });
  server.on("tlsClientError", (error, socket) => {
    const address = plainAddress(socket.remoteAddress ?? "");
    onTrouble({
      address,
      code: "tls/handshake",
      text: `No TLS connection with ${address}: ${error.message}.`,
    });
  });
  return server;
}

/** Why a connection is refused; undefined for one without a client certificate, or with one that holds. */
function check(socket: TLSSocket): string | undefined {
  const certificate = socket.getPeerCertificate();
  if (Object.keys(certificate).length === 0) return undefined;
  const subject = subjectOf(certificate);
  if (!socket.authorized)
    return `The client certificate of ${subject} is refused: ${String(socket.authorizationError)}.`;
  subjects.set(socket, subject);
  return undefined;
}

/** True for a connection with TLS. */
export function isSecure(socket: Socket): boolean {
  return socket instanceof TLSSocket;
}

/** Subject of the verified client certificate of a connection. */
export function certificateSubjectAt(socket: Socket): string | undefined {
  return subjects.get(socket);
}

/** The common name of a certificate; its whole subject where it has none. */
function subjectOf({ subject }: PeerCertificate): string {
  const { CN } = subject;
  const name = typeof CN === "string" ? CN : undefined;
  return (
    name ??
    Object.entries(subject)
      .map(([key, value]) => `${key}=${String(value)}`)
      .join(", ")
  );
}
