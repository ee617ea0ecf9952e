/**
 * The words that page, preload and main process exchange. A page asks with `host:connect`; it gets
 * `host:port` with one message port on which it speaks the workbench's API with the host. When the host
 * ends without being asked, every page gets `host:stopped` and may ask again, which starts a new host.
 */
export const hostChannels = {
  connect: "host:connect",
  port: "host:port",
  stopped: "host:stopped",
} as const;

/** How the host ended: its exit code, as the system reports it. */
export interface HostStopped {
  readonly code: number;
}

/** What the preload posts to the page; `host:port` carries the port in the event's `ports`. */
export type MessageToPage =
  | { readonly type: typeof hostChannels.port }
  | ({ readonly type: typeof hostChannels.stopped } & HostStopped);

/** Whether something posted in the page asks for a connection to the host. */
export function isConnectRequest(message: unknown): boolean {
  return (
    typeof message === "object" &&
    message !== null &&
    "type" in message &&
    message.type === hostChannels.connect
  );
}
