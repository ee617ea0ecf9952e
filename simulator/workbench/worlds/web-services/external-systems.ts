import { toHex } from "../../../core/bytes.ts";
import type { Random } from "../../../core/random.ts";
import type { ExternalSystemEntry, ExternalSystemPolicy } from "../../../roles/dm-server/index.ts";
import { defaultPolicy } from "../../../roles/dm-server/index.ts";
import type { ExternalSystemOptions } from "../../../roles/external-system/index.ts";
import type { Wire } from "../../../wire/wire.ts";
import { choice, numberIn } from "../world-settings.ts";
import type { CastSystem, SystemPolicy, SystemScheme } from "./cast.ts";
import { ENTERPRISE } from "./dm-servers.ts";
import type { PlacedRegistry } from "./registry.ts";

type Settings = Readonly<Record<string, string>>;

/** An External System of the world, and its entry at the DM server. */
export interface PlacedSystem {
  readonly options: ExternalSystemOptions;
  readonly entry: ExternalSystemEntry;
  /** Path of its callback service. */
  readonly path: string;
  /** Subject of the client certificate that it shows. */
  readonly subject: string | undefined;
}

const WRONG_PASSWORD = "not-the-password";

/** Rights of an External System that may do all but touch accounts; it may also have bootstrap messages sent. */
const fullPolicy: ExternalSystemPolicy = { ...defaultPolicy, subtrees: ["./", "bootstrap"] };

/** Rights of an External System that may read all and change little. */
const narrowPolicy: ExternalSystemPolicy = {
  ...defaultPolicy,
  subtrees: { get: ["./"], replace: ["./Settings"] },
  quota: { ...defaultPolicy.quota, devicesPerBulk: 3 },
};

/** Rights by their names. Diagnostics: alerts of one object, and of its tree what it measures and watches. */
const policies: Readonly<Record<SystemPolicy, ExternalSystemPolicy>> = {
  full: fullPolicy,
  narrow: narrowPolicy,
  diagnostics: {
    ...defaultPolicy,
    subtrees: ["./DiagMon", "./Traps"],
    alertTypes: ["urn:oma:at:diagmon:1.0:*"],
  },
  "no-diagnostics": { ...defaultPolicy, alertTypes: ["urn:oma:at:lawmo:1.0:*"] },
};

/** Places the External Systems of the cast; their passwords are made from the seed. */
export function placeSystems(
  random: Random,
  wire: Wire,
  systems: readonly CastSystem[],
  registry: PlacedRegistry | undefined,
  settings: Settings,
): readonly PlacedSystem[] {
  return systems.map((system) =>
    placedSystem(system, random.fork(`es/${system.id}`), wire, registry, settings),
  );
}

function placedSystem(
  { id, name, scheme, callbackScheme, wrong, policy }: CastSystem,
  random: Random,
  wire: Wire,
  registry: PlacedRegistry | undefined,
  settings: Settings,
): PlacedSystem {
  const password = toHex(random.fork("password").bytes(8));
  const callbackPassword = toHex(random.fork("callback").bytes(8));
  const path = id === "care" ? "/es/callback" : `/es/${id}/callback`;
  const baseOf = (used: SystemScheme): string =>
    used === "mutual-tls" ? (wire.secureUrl ?? wire.baseUrl) : wire.baseUrl;
  return {
    path,
    // one that is refused shows a certificate that nobody expects
    subject: scheme === "mutual-tls" ? (wrong === "own" ? `not-${id}` : id) : undefined,
    entry: {
      id,
      name,
      kind: "customer-care",
      credentials: [
        scheme === "mutual-tls"
          ? { scheme, subject: id }
          : {
              scheme: scheme === "username-token" ? "username-token-text" : scheme,
              username: id,
              password,
            },
      ],
      policy: { ...policies[policy], acceptsAlertsFrom: id === "analytics" ? ["care"] : [] },
    },
    options: {
      id,
      name,
      kind: "customer-care",
      managementDomain: "operator",
      wsiUrl: `${baseOf(scheme)}/wsi`,
      registry: registry && { inquiryUrl: registry.urls.inquiry, version: registry.version },
      credentials:
        scheme === "mutual-tls"
          ? { scheme: "none", username: "", password: "" }
          : { scheme, username: id, password: wrong === "own" ? WRONG_PASSWORD : password },
      callback: {
        url: `${baseOf(callbackScheme)}${path}`,
        credentials:
          callbackScheme === "mutual-tls"
            ? {
                scheme: "mutual-tls",
                subject: wrong === "callback" ? "somebody-else" : ENTERPRISE,
                username: "",
                password: "",
              }
            : { scheme: callbackScheme, username: ENTERPRISE, password: callbackPassword },
        ...(wrong === "callback" && callbackScheme !== "mutual-tls"
          ? { announced: { username: ENTERPRISE, password: WRONG_PASSWORD } }
          : {}),
      },
      soapVersion: choice(settings, "soapVersion", ["1.1", "1.2"]),
      thinkingTime: numberIn(settings, "thinkingTime"),
    },
  };
}
