import type { WebSocket } from "ws";

/** What the API's handler needs of a socket. */
export type ApiSocket = Pick<WebSocket, "addEventListener" | "send">;

/** Close code for data that is no message of the API (RFC 6455, 7.4.1). */
const NOT_A_MESSAGE = 1007;
/** Kinds of messages besides a request, which has none. */
const EVENT = 3;
const ABORT = 4;

/** A socket that hands on the messages of the API only, and is closed by anything else. */
export function guardedApiSocket(socket: WebSocket): ApiSocket {
  const addEventListener: WebSocket["addEventListener"] = (type, listener, options) => {
    const guarded: typeof listener = (event) => {
      if (type === "message" && !("data" in event && isApiMessage(event.data)))
        socket.close(NOT_A_MESSAGE, "not a message of the API");
      else if (typeof listener === "function") listener(event);
      else listener.handleEvent(event);
    };
    socket.addEventListener(type, guarded, options);
  };
  return { addEventListener, send: socket.send.bind(socket) };
}

/** True for a request, a piece of a stream or an abort, as the API's client writes them. No octets are ever sent. */
export function isApiMessage(data: unknown): boolean {
  const message = typeof data === "string" ? parsed(data) : undefined;
  if (!isObject(message) || typeof message["i"] !== "string") return false;
  const { t: kind, p: payload } = message;
  if (kind === ABORT) return true;
  if (!isObject(payload)) return false;
  if (kind === EVENT) return true;
  const { u: url, h: headers, m: method } = payload;
  return (
    (kind === undefined || kind === 1) &&
    typeof url === "string" &&
    URL.canParse(url, "http://localhost") &&
    (headers === undefined || isObject(headers)) &&
    (method === undefined || typeof method === "string")
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // not JSON, which the caller answers by closing the socket
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
