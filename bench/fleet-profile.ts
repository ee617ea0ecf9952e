import type { DeviceProfile } from "../simulator/roles/device/index.ts";
import type { NodeSpec } from "../simulator/tree/index.ts";

/** Groups of settings, and settings of each; with the contacts, the standard objects and an account 200 nodes. */
const GROUPS = 14;
const SETTINGS = 10;
const CONTACTS = 8;

const names = (word: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${word}${index + 1}`);

const settings = (word: string, count: number): NodeSpec => ({
  access: "Add Get",
  children: Object.fromEntries(
    names(word, count).map((name): [string, NodeSpec] => [name, { value: "factory", access: "Get Replace" }]),
  ),
});

/** A profile with many settings. */
export const settingsProfile: DeviceProfile = {
  id: "settings",
  title: "Settings",
  description: "A device with many settings.",
  devInfo: { Man: "Example Labs", Mod: "Bench-2", DmV: "1.2", Lang: "en-US" },
  devDetail: {
    DevTyp: "phone",
    OEM: "Example Labs",
    FwV: "1.0.3",
    SwV: "5.2.0",
    HwV: "rev-B",
    LrgObj: "true",
  },
  accountName: "Main",
  rootAcl: "Add={serverId}&Delete={serverId}&Exec={serverId}&Get=*&Replace={serverId}",
  nodes: {
    ...Object.fromEntries(names("Group", GROUPS).map((name) => [name, settings("Setting", SETTINGS)])),
    Contacts: settings("Contact", CONTACTS),
  },
  execs: {},
  maxMsgSize: 16_384,
  maxObjSize: 1_048_576,
};

/** Values as devices of the field have them: addresses, numbers, names, versions. They differ from device to device. */
const kinds: readonly ((device: number) => string)[] = [
  (device) => `10.${device >> 16}.${(device >> 8) & 255}.${device & 255}`,
  (device) => String(30 + (device % 600)),
  (device) => `+49151${String(device).padStart(8, "0")}`,
  (device) => `4.${device % 12}.${device % 7}`,
  (device) => (device % 3 === 0 ? "false" : "true"),
];

/** URIs and values of the settings that differ on a device: the first two of as many groups as it takes. */
export function settingsOf(device: number, count: number): readonly { uri: string; value: string }[] {
  return Array.from({ length: count }, (_, index) => ({
    uri: `./Group${(index >> 1) + 1}/Setting${(index & 1) + 1}`,
    value: kinds[index % kinds.length]?.(device + index) ?? "",
  }));
}
