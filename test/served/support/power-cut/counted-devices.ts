import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startHost, type RunningHost } from "../../../../simulator/host/host.ts";
import { createDeviceLedger, type DeviceLedger } from "./device-ledger.ts";

/** Where the DM server that is cut off can be reached, and what it shares with the devices. */
export interface CutServer {
  readonly port: number;
  readonly serverId: string;
  readonly serverPassword: string;
}

/** Devices that live through the cuts, in a host of their own. */
export interface CountedDevices {
  readonly ids: readonly string[];
  readonly ledger: DeviceLedger;
  /** The devices as the configuration of their DM server has them. */
  readonly entries: string;
  raiseAlert(deviceId: string, type: string, mark: string): Promise<void>;
  /** Has a device start a session; nothing when one runs. */
  wake(deviceId: string): Promise<void>;
  /** Alerts that no server has answered. */
  waitingAlerts(): number;
  /** Told of every message of a device. */
  onMessage(listener: () => void): () => void;
  close(): Promise<void>;
}

const AUTHS = ["md5", "basic", "mac"] as const;
const USER = "counted";
const PASSWORD = "pwd of the counted";
/** Known to both sides: without it the first notification to a device would be refused. */
const SERVER_NONCE = Buffer.from("nonce of the server").toString("base64");

/** Starts so many devices of each way of authentication, managed by the server. */
export async function startCountedDevices(
  { port, serverId, serverPassword }: CutServer,
  each: number,
  pushPort: number,
): Promise<CountedDevices> {
  const account = (auth: string): string =>
    `{ server: "http://127.0.0.1:${port}/dm", serverId: ${serverId}, serverPassword: "${serverPassword}", serverAuth: ${auth === "mac" ? "mac" : "md5"}, username: ${USER}, password: "${PASSWORD}", serverNonce: "${SERVER_NONCE}" }`;
  const groups = AUTHS.map((auth, index) => ({
    auth,
    prefix: `${auth}-`,
    firstPort: pushPort + index * each,
  }));
  const config = [
    "registry: { enabled: false }",
    "devices:",
    ...groups.map(
      ({ auth, prefix, firstPort }) =>
        `  - { prefix: "${prefix}", count: ${each}, auth: ${auth}, pushPort: ${firstPort}, account: ${account(auth)} }`,
    ),
  ];
  const folder = mkdtempSync(join(tmpdir(), "dmwsi-counted-"));
  const file = join(folder, "config.yaml");
  writeFileSync(file, config.join("\n"));
  const host: RunningHost = await startHost({
    config: file,
    port: 0,
    withPage: false,
    onTrouble: (error) => {
      throw error;
    },
  });
  const ledger = createDeviceLedger();
  const listeners = new Set<() => void>();
  const stop = host.world.journal.subscribe((record) => {
    ledger.note(record);
    if (record.kind === "crossing" && record.channel === "dm") for (const listener of listeners) listener();
  });
  const { devices } = host.world.devices;
  const numbers = Array.from({ length: each }, (_, index) => index + 1);
  const entries = groups.flatMap(({ auth, prefix, firstPort }) =>
    numbers.map(
      (number) =>
        `  - { id: "${prefix}${number}", external: true, group: lab, account: { username: ${USER}, password: "${PASSWORD}", auth: ${auth}, serverNonce: "${SERVER_NONCE}" }, pushAddress: "udp://127.0.0.1:${firstPort + number - 1}" }`,
    ),
  );
  return {
    ids: [...devices.keys()],
    ledger,
    entries: entries.join("\n"),
    raiseAlert: async (deviceId, type, mark) => {
      await devices.get(deviceId)?.command({ name: "raiseAlert", alert: { type, data: mark } });
    },
    wake: async (deviceId) => {
      await devices
        .get(deviceId)
        ?.command({ name: "startSession" })
        .catch(() => undefined);
    },
    waitingAlerts: () =>
      [...devices.values()].reduce((sum, device) => sum + device.summary().waitingAlerts, 0),
    onMessage: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: async () => {
      stop();
      await host.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
