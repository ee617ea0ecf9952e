import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";

/** The first of a row of UDP ports on loopback that nobody uses now. */
export async function freeUdpPorts(count: number): Promise<number> {
  for (;;) {
    const sockets = [await bound(0)];
    const [first = 0] = sockets.map((socket) => socket.address().port);
    try {
      for (let port = first + 1; port < first + count; port++) sockets.push(await bound(port));
      return first;
    } catch {
      // somebody sits in the row: another one
    } finally {
      for (const socket of sockets) socket.close();
    }
  }
}

async function bound(port: number): Promise<Socket> {
  const socket = createSocket("udp4").bind(port, "127.0.0.1");
  await once(socket, "listening");
  return socket;
}
