import { createSocket, type RemoteInfo } from "node:dgram";
import { isIPv6 } from "node:net";
import { decodePush, NOTIFICATION_TYPE } from "../protocols/notification/index.ts";
import { listenError } from "./http-listener.ts";

/** A push that a datagram carried. */
export interface ArrivedPush {
  readonly contentType: string;
  readonly body: Uint8Array;
  /** Address and port of the sender. */
  readonly from: string;
}

export interface PushListener {
  close(): Promise<void>;
}

/**
 * Hears pushes over UDP: WSP units, as on port 2948, and package 0 as it is without one (DM Notification 1.2, 7).
 *
 * @throws WorkbenchError `listener/port-taken`, `listener/failed`
 */
export function openPushListener(
  bind: string,
  port: number,
  onPush: (push: ArrivedPush) => void,
): Promise<PushListener> {
  const socket = createSocket(isIPv6(bind) ? "udp6" : "udp4");
  socket.on("message", (datagram: Uint8Array, { address, port: source }: RemoteInfo) => {
    onPush({ ...pushIn(new Uint8Array(datagram)), from: `${address}:${source}` });
  });
  return new Promise((resolve, reject) => {
    socket.once("error", (error) => {
      socket.close();
      reject(listenError(error, bind, port));
    });
    socket.bind(port, bind, () => {
      // what becomes of a datagram shows nowhere else
      socket.removeAllListeners("error").on("error", () => undefined);
      resolve({ close: () => new Promise((closed) => socket.close(closed)) });
    });
  });
}

function pushIn(datagram: Uint8Array): Omit<ArrivedPush, "from"> {
  const unit = decodePush(datagram).value;
  return unit ?? { contentType: NOTIFICATION_TYPE, body: datagram };
}
