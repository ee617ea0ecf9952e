import type { ClientContext, ClientLink } from "@orpc/client";
import { RPCLink as PortLink } from "@orpc/client/message-port";
import { RPCLink as SocketLink } from "@orpc/client/websocket";
import { takeToken } from "./host-token.ts";

/** An open way to the host. */
export interface HostConnection {
  readonly link: ClientLink<ClientContext>;
  /** Settles when the way is gone; `code` is the exit code of the host where it is known. */
  readonly closed: Promise<{ readonly code?: number }>;
}

/** The host does not accept this page; trying again would not change that. */
export class HostRefusal extends Error {
  override readonly name = "HostRefusal";
}

/** Whether the page stands in the desktop window. */
export function inDesktopWindow(): boolean {
  return location.protocol === "app:";
}

/**
 * Opens the way to the host: a message port in the desktop window, a WebSocket on the served page.
 *
 * @throws HostRefusal where the host does not know the token; any other error when it cannot be reached
 */
export function connectToHost(): Promise<HostConnection> {
  return inDesktopWindow() ? connectByPort() : connectBySocket();
}

function connectByPort(): Promise<HostConnection> {
  return new Promise((resolve) => {
    let close: (end: { code?: number }) => void = () => undefined;
    const closed = new Promise<{ readonly code?: number }>((settle) => {
      close = settle;
    });
    const listen = (event: MessageEvent<unknown>) => {
      if (event.source !== window) return;
      const [port] = event.ports;
      if (hasType(event.data, "host:port") && port !== undefined) {
        port.start();
        resolve({ link: new PortLink({ port }), closed });
      }
      if (hasType(event.data, "host:stopped")) {
        window.removeEventListener("message", listen);
        close({ code: Number("code" in event.data ? event.data.code : 0) });
      }
    };
    window.addEventListener("message", listen);
    window.postMessage({ type: "host:connect" }, location.origin);
  });
}

function hasType(data: unknown, type: string): data is { type: string; code?: unknown } {
  return typeof data === "object" && data !== null && "type" in data && data.type === type;
}

/** Close codes with which a server says "not you" instead of "not now". */
const POLICY_VIOLATION = 1008;

function connectBySocket(): Promise<HostConnection> {
  const token = takeToken();
  if (token === undefined) {
    return Promise.reject(new HostRefusal("This address has no token."));
  }
  return new Promise((resolve, reject) => {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}/api`);
    const closed = new Promise<object>((settle) => {
      socket.addEventListener("close", (event) => {
        const refused = event.code === POLICY_VIOLATION || (event.code >= 4000 && event.code < 5000);
        reject(
          refused
            ? new HostRefusal("The host does not know this token.")
            : new Error("The host cannot be reached."),
        );
        settle({});
      });
    });
    socket.addEventListener("open", () => {
      socket.send(token);
    });
    const awaitReady = (event: MessageEvent<unknown>) => {
      if (event.data !== "ready") return;
      socket.removeEventListener("message", awaitReady);
      resolve({ link: new SocketLink({ websocket: socket }), closed });
    };
    socket.addEventListener("message", awaitReady);
  });
}
