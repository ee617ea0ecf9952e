import { createSocket, type Socket } from "node:dgram";
import { isIPv6 } from "node:net";
import { errorText } from "../core/error.ts";
import { encodePush, NOTIFICATION_TYPE, PUSH_PORT } from "../protocols/notification/index.ts";
import { encodeBootstrapPush } from "../protocols/provisioning/index.ts";
import type { HttpRequest } from "../wire/http.ts";
import { plainAddress } from "./host-name.ts";

/**
 * Where the pushes for a device that is not ours go: `udp://host:port` (WSP over UDP, port 2948 by default), or the
 * address of a push gateway (`http:`, `https:`) that takes the package 0 or bootstrap message as a POST.
 */
export type PushAddress = string;

export interface PushSender {
  /** `done` is told why it could not be sent. That it arrived is never known. */
  sendDatagram(
    address: PushAddress,
    contentType: string,
    body: Uint8Array,
    done: (failure: string | undefined) => void,
  ): void;
  close(): void;
}

/** Sends WSP pushes over UDP, with one socket for each family of addresses. */
export function createPushSender(): PushSender {
  const sockets = new Map<"udp4" | "udp6", Socket>();
  let transaction = 0;
  const socketFor = (host: string): Socket => {
    const family = isIPv6(host) ? "udp6" : "udp4";
    const known = sockets.get(family);
    if (known) return known;
    const socket = createSocket(family).unref();
    // A refused datagram shows here later; who sent it has long been told that nobody knows.
    socket.on("error", () => undefined);
    sockets.set(family, socket);
    return socket;
  };
  return {
    sendDatagram: (address, contentType, body, done) => {
      const url = new URL(address);
      const host = plainAddress(url.hostname);
      transaction = (transaction + 1) & 0xff;
      const unit = contentType.startsWith(NOTIFICATION_TYPE)
        ? encodePush(body, transaction)
        : encodeBootstrapPush(contentType, body, transaction);
      socketFor(host).send(unit, Number(url.port || PUSH_PORT), host, (error) => {
        done(error ? errorText(error) : undefined);
      });
    },
    close: () => {
      for (const socket of sockets.values()) socket.close();
      sockets.clear();
    },
  };
}

/** The request that hands a push to a gateway. */
export function gatewayRequest(address: PushAddress, contentType: string, body: Uint8Array): HttpRequest {
  return { method: "POST", url: address, headers: { "content-type": contentType }, body };
}
