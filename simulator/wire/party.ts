/** The four roles of the architecture. */
export type RoleName = "external-system" | "dm-server" | "device" | "registry";

/**
 * Somebody who sends or receives. `name` tells instances of a role apart (`care`, `IMEI:…`); `underTest` marks a
 * product that is not ours.
 */
export interface Party {
  readonly role: RoleName;
  readonly name: string;
  readonly underTest?: boolean | undefined;
}

export const roleTitles: Readonly<Record<RoleName, string>> = {
  "external-system": "External System",
  "dm-server": "DM server",
  device: "Device",
  registry: "Registry",
};

/** One text for a party, as a key. */
export function partyKey({ role, name }: Party): string {
  return `${role}/${name}`;
}
