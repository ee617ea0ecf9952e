import { createSocket, type Socket } from "node:dgram";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";

/** A TCP port of loopback that is free now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        resolve(port);
      });
    });
  });
}

/** The first of so many UDP ports in a row that are free now. */
export async function freePushPorts(count: number, random: () => number): Promise<number> {
  for (let tries = 0; tries < 50; tries++) {
    const first = 20_000 + Math.floor(random() * 10_000);
    const sockets: Socket[] = [];
    try {
      for (let index = 0; index < count; index++) sockets.push(await bound(first + index));
      return first;
    } catch {
      continue; // one of them is taken
    } finally {
      await Promise.all(sockets.map((socket) => new Promise<void>((closed) => socket.close(closed))));
    }
  }
  throw new Error(`no ${count} UDP ports in a row are free`);
}

function bound(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = createSocket("udp4");
    socket.once("error", reject);
    socket.bind(port, "127.0.0.1", () => {
      resolve(socket);
    });
  });
}
