import type { AuthScheme } from "../../../protocols/dm-auth/index.ts";
import { choice, numberIn } from "../world-settings.ts";

type Settings = Readonly<Record<string, string>>;

/** How an External System proves itself, and how the DM server proves itself to its callback service. */
export const systemSchemes = ["basic", "username-token", "username-token-digest", "mutual-tls"] as const;
export type SystemScheme = (typeof systemSchemes)[number];

/** How a device and its DM server prove themselves to each other. */
export const deviceSchemes = ["md5", "basic", "mac"] as const satisfies readonly AuthScheme[];
export type DeviceScheme = (typeof deviceSchemes)[number];

/** An External System of the cast. */
export interface CastSystem {
  readonly id: string;
  readonly name: string;
  readonly scheme: SystemScheme;
  readonly callbackScheme: SystemScheme;
  /** Whose credentials are not accepted: its own, or those of the DM server at its callback service. */
  readonly wrong: "none" | "own" | "callback";
  readonly policy: SystemPolicy;
}

/**
 * What an External System may do: all but touch accounts; change little; have alerts of some types and values of some
 * subtrees; have no alerts of diagnostics.
 */
export type SystemPolicy = "full" | "narrow" | "diagnostics" | "no-diagnostics";

/** A device of the cast. */
export interface CastDevice {
  /** What it is here for; scenarios name the first with a label as `device.<label>`. */
  readonly label: string;
  readonly scheme: DeviceScheme;
  readonly serverScheme: DeviceScheme;
  /** Whose password is not accepted. */
  readonly wrong: "none" | "device" | "server";
  readonly profile: "phone" | "meter";
  /** It never answers notifications. */
  readonly offline: boolean;
  /** Its diagnostics functions ask the user before they collect data. */
  readonly asksConsent: boolean;
}

/** Who is in the world: the setting `cast` is `usual`, or `matrix` with one party for each way of authentication. */
export interface Cast {
  readonly systems: readonly CastSystem[];
  readonly devices: readonly CastDevice[];
}

/** The cast that the settings ask for. */
export function castOf(settings: Settings): Cast {
  return choice(settings, "cast", ["usual", "matrix"]) === "usual" ? usualCast(settings) : matrixCast();
}

function usualCast(settings: Settings): Cast {
  const scheme = choice(settings, "externalSystemAuth", systemSchemes);
  const callbackScheme = choice(settings, "callbackAuth", systemSchemes);
  const policy = policyIn(settings);
  const refuse = settings["refuse"];
  const wrong = refuse === "external-system" ? "own" : refuse === "callback" ? "callback" : "none";
  const care: CastSystem = { id: "care", name: "Customer care", scheme, callbackScheme, wrong, policy };
  const analytics: CastSystem = {
    ...care,
    id: "analytics",
    name: "Analytics",
    wrong: "none",
    policy: "full",
  };
  const count = numberIn(settings, "devices") ?? 1;
  const upstream = settings["upstream"] ?? "none";
  const offline = settings["device"] === "offline" ? count : (numberIn(settings, "offline") ?? 0);
  const meters = numberIn(settings, "meters") ?? 0;
  const asksConsent = choice(settings, "consent", ["none", "asked"]) === "asked";
  const delegated = upstream !== "none";
  return {
    systems: choice(settings, "externalSystems", ["1", "2"]) === "2" ? [care, analytics] : [care],
    devices: Array.from({ length: count }, (_, index): CastDevice => {
      const profile = index >= count - meters ? "meter" : "phone";
      const isOffline = index < offline;
      return {
        label: isOffline ? "offline" : delegated && index >= Math.floor(count / 2) ? "delegated" : profile,
        scheme: choice(settings, "deviceAuth", deviceSchemes),
        serverScheme: choice(settings, "serverAuth", deviceSchemes),
        wrong: refuse === "device" || refuse === "server" ? refuse : "none",
        profile,
        offline: isOffline,
        asksConsent,
      };
    }),
  };
}

/** The policy by its own name, or by what is to become of a subscription (`outcome`). */
function policyIn(settings: Settings): SystemPolicy {
  if (settings["outcome"] === "partly") return "diagnostics";
  if (settings["outcome"] === "rejected") return "no-diagnostics";
  return choice(settings, "policy", ["full", "narrow", "diagnostics", "no-diagnostics"]);
}

/** For each scheme one that is accepted, one that is refused and one whose partner is refused. */
function matrixCast(): Cast {
  return {
    systems: systemSchemes.flatMap((scheme) =>
      (["none", "own", "callback"] as const).map((wrong): CastSystem => {
        const id = labelOf(scheme, wrong === "own" ? "self" : wrong);
        return { id, name: id, scheme, callbackScheme: scheme, wrong, policy: "full" };
      }),
    ),
    devices: deviceSchemes.flatMap((scheme) =>
      (["none", "device", "server"] as const).map((wrong): CastDevice => ({
        label: labelOf(scheme, wrong === "device" ? "self" : wrong === "server" ? "partner" : wrong),
        scheme,
        serverScheme: scheme,
        wrong,
        profile: "phone",
        offline: false,
        asksConsent: false,
      })),
    ),
  };
}

/** `basic`; `basic-refused` where it is refused itself, `basic-refuses` where it refuses its partner. */
function labelOf(scheme: string, refused: "none" | "self" | "callback" | "partner"): string {
  if (refused === "none") return scheme;
  return `${scheme}-${refused === "self" ? "refused" : "refuses"}`;
}
