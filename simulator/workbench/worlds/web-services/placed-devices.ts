import { toHex } from "../../../core/bytes.ts";
import type { Random } from "../../../core/random.ts";
import type { DeviceOptions } from "../../../roles/device/index.ts";
import type { DeviceProfile } from "../../../roles/device/profiles/profile.ts";
import { builtInProfile } from "../../../roles/device/profiles/built-in.ts";
import type { DeviceAccount } from "../../../roles/dm-server/index.ts";
import { bootstrapSecrets } from "../device-accounts.ts";
import { choice, encodingIn } from "../world-settings.ts";
import type { CastDevice } from "./cast.ts";
import { serverOfDevice, type PlacedServer } from "./dm-servers.ts";
import type { Wire } from "../../../wire/wire.ts";

type Settings = Readonly<Record<string, string>>;

/** A device of the world with its account at the DM server that manages it. */
export interface PlacedDevice {
  readonly label: string;
  readonly options: DeviceOptions;
  readonly account: DeviceAccount;
  readonly server: PlacedServer;
}

const WRONG_PASSWORD = "changed-at-the-device";

/** Places the devices of the cast; their accounts are made from the seed. */
export function placeDevices(
  random: Random,
  { baseUrl }: Pick<Wire, "baseUrl">,
  devices: readonly CastDevice[],
  settings: Settings,
): readonly PlacedDevice[] {
  const user = choice(settings, "user", ["none", "person"]);
  return devices.map((device, index): PlacedDevice => {
    const { label, scheme, serverScheme, wrong, profile, offline } = device;
    const secrets = random.fork(`device/${index}`);
    const secret = (label: string): string => toHex(secrets.fork(label).bytes(8));
    const server = serverOfDevice(index, devices.length, baseUrl, settings);
    const deviceId = imei(index);
    const username = `dev${17 + index}`;
    const password = secret("device");
    const serverPassword = secret("server");
    const nonce = secrets.fork("nonce").bytes(16);
    return {
      label,
      server,
      account: {
        deviceId,
        groups: [`${profile}s`],
        // an External System's provisioning documents go out under the network's secret
        bootstrap: { security: "netwpin", networkId: bootstrapSecrets.networkId },
        client: { auth: scheme, username, password },
        server: { auth: serverScheme, username: server.id, password: serverPassword, nonce },
      },
      options: {
        deviceId,
        profile: device.asksConsent ? askingProfile(profile) : builtInProfile(profile),
        encoding: encodingIn(settings),
        account: {
          serverId: server.id,
          serverUrl: `${server.url}/dm`,
          username,
          password: wrong === "device" ? WRONG_PASSWORD : password,
          auth: scheme,
          authPref: "challenge",
          serverAuth: serverScheme,
          serverPassword,
          serverNonce: nonce,
        },
        bootstrap: { networkId: bootstrapSecrets.networkId },
        behaviour: {
          notification: offline ? "ignore" : "accept",
          user,
          serverPassword: wrong === "server" ? WRONG_PASSWORD : undefined,
        },
      },
    };
  });
}

/** The profile with diagnostics functions that ask the user before they collect data. */
function askingProfile(id: CastDevice["profile"]): DeviceProfile {
  const profile = builtInProfile(id);
  const objects = profile.objects?.map((object) =>
    object.kind === "diagmon"
      ? { ...object, consent: { before: ["start"], unanswered: "reject" } as const }
      : object,
  );
  return { ...profile, objects };
}

/** IMEIs that count up, with their check digit. */
function imei(index: number): string {
  const digits = String(35_000_000_000_001 + index);
  const sum = Array.from(digits).reduce((total, digit, position) => {
    const value = Number(digit) * (position % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return `IMEI:${digits}${(10 - (sum % 10)) % 10}`;
}
