import { toHex } from "../../../core/bytes.ts";
import type { Random } from "../../../core/random.ts";
import type { UddiVersion } from "../../../protocols/uddi/index.ts";
import {
  createRegistry,
  type RegistryBehaviour,
  type RegistryCommand,
} from "../../../roles/registry/index.ts";
import type { Party } from "../../../wire/party.ts";
import type { Wire } from "../../../wire/wire.ts";
import { uddiUrls } from "../../registry/uddi-urls.ts";
import type { RoleEdge } from "../../role-edge.ts";
import type { WorldParts } from "../world-parts.ts";
import { choice } from "../world-settings.ts";

type Settings = Readonly<Record<string, string>>;

/** The registry of a world, as DM servers and External Systems know it. */
export interface PlacedRegistry {
  readonly urls: ReturnType<typeof uddiUrls>;
  readonly version: UddiVersion;
  /** How it behaves at first. */
  readonly behaviour: RegistryBehaviour;
  passwordOf(publisher: string): string;
}

/** What the setting `registry` says; one that comes late is absent until it is told to behave as `normal`. */
const behaviours = {
  none: undefined,
  present: "normal",
  absent: "absent",
  "refuses-tokens": "refuses-tokens",
  "finds-nothing": "finds-nothing",
  "comes-late": "absent",
} as const;

/** The registry that the settings ask for; by default there is none. */
export function registryOf(
  random: Random,
  { baseUrl }: Wire,
  settings: Settings,
): PlacedRegistry | undefined {
  const names = ["none", "present", "absent", "refuses-tokens", "finds-nothing", "comes-late"] as const;
  const behaviour = behaviours[choice(settings, "registry", names)];
  if (behaviour === undefined) return undefined;
  return {
    urls: uddiUrls(baseUrl),
    version: choice(settings, "version", ["2", "3"]) === "3" ? 3 : 2,
    behaviour,
    passwordOf: (publisher) => toHex(random.fork(`publisher/${publisher}`).bytes(8)),
  };
}

/** Puts a registry on the wire, with an account for each of the publishers. */
export function standRegistry(
  { urls, behaviour, passwordOf }: PlacedRegistry,
  userIds: readonly string[],
  parts: WorldParts,
): RoleEdge<RegistryCommand> {
  const party: Party = { role: "registry", name: "registry" };
  const publishers = userIds.map((userId) => ({ userId, password: passwordOf(userId) }));
  const role = createRegistry(
    { operator: "registry.example", publishers },
    parts.contextOf("registry"),
    parts.storeOf(party),
  );
  const edge = parts.edgeOf<RegistryCommand>(party, role);
  for (const path of ["/uddi/inquiry", "/uddi/publish", "/uddi/security"]) edge.listen("uddi", path);
  parts.roles.addRegistry(party.name, role, { urls, publishers }, edge);
  edge.command({ name: "behave", as: behaviour });
  return edge;
}
